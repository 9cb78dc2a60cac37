-- Where molecular endpoints are looked for: after the index, up to the restart, that day included (survival, rule 2).
SELECT subject_id, patient_id, from_day - 1 AS origin_day, coalesce(ending_day, to_day) AS end_day
FROM {{ restart }}
