-- How long the response lasted, documented to possible, compared (semantics §4).
SELECT s.subject_id,
       CASE WHEN s.assessable IS NOT TRUE THEN NULL
            WHEN s.documented IS NULL AND s.unfinished THEN CASE WHEN coalesce(s.reachable < {{ least }}, TRUE) THEN FALSE END
            WHEN s.documented IS NULL THEN FALSE
            WHEN s.documented >= {{ least }} AND s.longest <= {{ most }} THEN TRUE
            WHEN s.longest < {{ least }} OR s.documented > {{ most }} THEN FALSE END AS holds,
       s.first_day, s.last_day, s.documented AS days, s.tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN s.unverified THEN 'depth not verified' END AS basis
FROM (
    SELECT subject_id, assessable, unfinished, reachable, first_day, last_day, tests, unverified, documented,
           greatest(possible, CASE WHEN unfinished THEN coalesce(reachable, possible) ELSE possible END) AS longest
    FROM {{ span }}
) AS s
