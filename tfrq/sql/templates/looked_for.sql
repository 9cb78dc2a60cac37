-- Molecular endpoints are looked for up to the restart that ends a time off treatment (semantics §8).
SELECT subject_id, patient_id, from_day, coalesce(ending_day, to_day) AS to_day,
       unfinished AND ending_day IS NULL AS unfinished
FROM {{ restart }}
