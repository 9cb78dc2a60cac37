-- The state at the informative day nearest to a day after an anchor; open while a nearer one may come (semantics §2, §3).
SELECT a.subject_id,
       CASE WHEN a.died OR a.observed_until >= a.anchor_day + {{ after }} + {{ window }} THEN n.meets
            WHEN greatest(a.observed_until + 1 - a.anchor_day - {{ after }}, 0)
                 >= abs(n.day - a.anchor_day - {{ after }}) THEN n.meets END AS holds,
       n.day AS first_day, n.day AS last_day, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN n.outcome = 1 THEN 'depth not verified' END AS basis
FROM {{ anchor }} AS a
LEFT JOIN {{ near }} AS n ON n.subject_id = a.subject_id AND n.place = 1
