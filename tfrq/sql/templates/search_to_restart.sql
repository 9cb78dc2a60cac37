-- Where an endpoint with a molecular part is looked for: after the index, up to the restart that ends the time off treatment (survival, rule 2).
SELECT subject_id, patient_id, from_day - 1 AS origin_day, from_day, coalesce(ending_day, to_day) AS to_day,
       to_day AS observed_until, unfinished, restart_day, ending_day
FROM {{ restart }}
