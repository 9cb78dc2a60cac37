-- Of the latest informative tests, how many meet the response; missing ones are unknown (semantics §4).
SELECT a.subject_id,
       CASE WHEN l.subject_id IS NULL OR a.anchor_day - l.last_day > {{ carry }} THEN NULL
            WHEN l.meeting >= {{ needed }} THEN TRUE
            WHEN l.meeting + {{ tests }} - l.tests < {{ needed }} THEN FALSE END AS holds,
       l.first_day, l.last_day, CAST(NULL AS INTEGER) AS days, l.tests,
       CAST(l.meeting AS DECIMAL(12, 7)) AS value,
       CASE WHEN l.unverified THEN 'depth not verified' END AS basis
FROM {{ anchor }} AS a
LEFT JOIN (
    SELECT subject_id, min(day) AS first_day, max(day) AS last_day, count(*) AS tests,
           count(CASE WHEN meets THEN 1 END) AS meeting,
           bool_and(CASE WHEN meets THEN outcome = 1 END) AS unverified
    FROM {{ latest }}
    WHERE place <= {{ tests }}
    GROUP BY subject_id
) AS l ON l.subject_id = a.subject_id
