-- The groups of a patient, their names joined where there are several.
SELECT s.patient_id, {{ names }} AS stratum
FROM subject AS s
{{ joins }}
