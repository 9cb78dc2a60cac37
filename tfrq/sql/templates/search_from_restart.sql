-- Where a regained response is looked for: after the first restart, as long as observed (survival, rules 1 and 2).
SELECT subject_id, patient_id, restart_day AS origin_day, restart_day + 1 AS from_day, to_day,
       to_day AS observed_until, unfinished, restart_day, CAST(NULL AS INTEGER) AS ending_day
FROM {{ restart }}
