-- Index: the first day that meets the level (semantics §2).
SELECT patient_id AS subject_id, patient_id, min(day) AS index_day,
       CAST(NULL AS INTEGER) AS deescalation_day
FROM {{ days }}
WHERE meets
GROUP BY patient_id
