-- Informative days in order, each with the one before it (semantics §4).
SELECT patient_id, day, meets,
       lag(day) OVER in_order AS previous_day, lag(meets) OVER in_order AS previous_meets
FROM {{ days }}
WINDOW in_order AS (PARTITION BY patient_id ORDER BY day)
