-- Days on the drugs in a period, and how many they may become while it is unfinished (semantics §3, §5).
SELECT subject_id, min(start_day) AS first_day, max(end_day) AS last_day,
       sum(end_day - start_day) AS days,
       sum(end_day - start_day) + max(CASE WHEN unfinished THEN to_day - observed_until ELSE 0 END) AS possible
FROM {{ exposure }}
GROUP BY subject_id
