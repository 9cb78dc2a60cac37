-- First and last informative day of a period, and the last one that fails (semantics §4).
SELECT subject_id, min(day) AS informed_from, max(day) AS informed_to,
       max(CASE WHEN NOT meets THEN day END) AS failed_day
FROM {{ days }}
GROUP BY subject_id
