-- Longest stretch in a period, and how long it may become while it is unfinished (semantics §3, §5).
SELECT subject_id, max(CASE WHEN place = 1 THEN start_day END) AS first_day,
       max(CASE WHEN place = 1 THEN end_day END) AS last_day, max(end_day - start_day) AS days,
       greatest(max(end_day - start_day), max(CASE WHEN unfinished THEN
           to_day - CASE WHEN observed_until - end_day <= {{ gap }} THEN start_day ELSE observed_until END
           ELSE 0 END)) AS possible
FROM (
    SELECT *, row_number() OVER (PARTITION BY subject_id ORDER BY end_day - start_day DESC, start_day) AS place
    FROM {{ stretches }}
) AS ranked
GROUP BY subject_id
