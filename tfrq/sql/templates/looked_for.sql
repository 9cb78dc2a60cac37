-- Molecular endpoints are looked for up to the restart, where the period begins off treatment (semantics §8).
SELECT subject_id, patient_id, from_day,
       CASE WHEN off_treatment AND restart_day IS NOT NULL THEN restart_day ELSE to_day END AS to_day,
       unfinished AND NOT (off_treatment AND restart_day IS NOT NULL) AS unfinished
FROM {{ restart }}
