-- Informative days in order, each with the one before it, and the days before and after it that meet (semantics §4).
SELECT patient_id, day, meets, depth_known,
       lag(day) OVER in_order AS previous_day, lag(meets) OVER in_order AS previous_meets,
       lag(CASE WHEN meets THEN day END) OVER in_order AS met_before,
       lead(CASE WHEN meets THEN day END) OVER in_order AS met_after,
       row_number() OVER in_order AS position
FROM {{ days }}
WINDOW in_order AS (PARTITION BY patient_id ORDER BY day)
