-- The state on a day: the latest informative test, if it is young enough (semantics §4).
SELECT a.subject_id,
       CASE WHEN a.anchor_day - s.day <= {{ carry }} THEN s.meets END AS holds,
       s.day AS first_day, s.day AS last_day, a.anchor_day - s.day AS days, CAST(NULL AS BIGINT) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN s.outcome = 1 THEN 'depth not verified' END AS basis
FROM {{ anchor }} AS a
LEFT JOIN {{ state }} AS s ON s.subject_id = a.subject_id
