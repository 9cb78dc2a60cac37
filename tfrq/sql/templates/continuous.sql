-- Longest stretch in a period, and how long it may become while it is unfinished (semantics §3, §5).
SELECT subject_id, arg_max(start_day, end_day - start_day) AS first_day,
       arg_max(end_day, end_day - start_day) AS last_day, max(end_day - start_day) AS days,
       greatest(max(end_day - start_day), max(CASE WHEN unfinished THEN
           to_day - CASE WHEN observed_until - end_day <= {{ gap }} THEN start_day ELSE observed_until END
           ELSE 0 END)) AS possible
FROM {{ stretches }}
GROUP BY subject_id
