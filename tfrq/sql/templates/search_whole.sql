-- Where recorded events are looked for: after the index, as long as observed (survival, rule 2).
SELECT subject_id, patient_id, from_day - 1 AS origin_day, to_day AS end_day
FROM {{ period }}
