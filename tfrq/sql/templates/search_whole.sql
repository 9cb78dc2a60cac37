-- Where events without a molecular part are looked for: after the index, as long as observed (survival, rule 2).
SELECT subject_id, patient_id, from_day - 1 AS origin_day, from_day, to_day,
       to_day AS observed_until, unfinished, restart_day, CAST(NULL AS INTEGER) AS ending_day
FROM {{ restart }}
