-- The groups of a patient who is on the curve, their names joined where there are several.
SELECT s.patient_id, {{ names }} AS stratum
FROM on_curve AS s
{{ joins }}
WHERE s.holds
