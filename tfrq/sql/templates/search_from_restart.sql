-- Where a regained response is looked for: after the first restart, as long as observed (survival, rules 1 and 2).
SELECT subject_id, patient_id, restart_day AS origin_day, to_day AS end_day
FROM {{ restart }}
