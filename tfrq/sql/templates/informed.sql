-- First informative day of a period, and the last one that fails (semantics §4).
SELECT subject_id, min(day) AS informed_from, max(failed_before) AS failed_day
FROM {{ days }}
GROUP BY subject_id
