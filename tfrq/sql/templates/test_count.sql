-- Test days of any result in a period, compared; an unfinished period may bring one a day (semantics §3, §4).
SELECT s.subject_id,
       CASE WHEN s.known AND s.tests >= {{ least }} AND s.possible <= {{ most }} THEN TRUE
            WHEN s.known AND (s.possible < {{ least }} OR s.tests > {{ most }}) THEN FALSE END AS holds,
       s.first_day, s.last_day, CAST(NULL AS INTEGER) AS days, nullif(s.tests, 0) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM (
    SELECT p.subject_id, p.to_day IS NOT NULL AS known, count(DISTINCT m.test_day) AS tests,
           count(DISTINCT m.test_day) + CASE WHEN p.unfinished THEN p.to_day - p.observed_until ELSE 0 END AS possible,
           min(m.test_day) AS first_day, max(m.test_day) AS last_day
    FROM {{ period }} AS p
    LEFT JOIN molecular AS m ON m.patient_id = p.patient_id
        AND m.test_day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
    GROUP BY p.subject_id, p.to_day, p.unfinished, p.observed_until
) AS s
