-- Informative days in order, each with the one before it (semantics §4).
SELECT patient_id, day, meets, depth_known,
       lag(day) OVER (PARTITION BY patient_id ORDER BY day) AS previous_day,
       lag(meets) OVER (PARTITION BY patient_id ORDER BY day) AS previous_meets,
       row_number() OVER (PARTITION BY patient_id ORDER BY day) AS position
FROM {{ days }}
