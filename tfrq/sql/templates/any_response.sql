-- Whether any informative day of a period meets the response (semantics §4).
SELECT p.subject_id,
       CASE WHEN max(CASE WHEN d.meets THEN 1 END) = 1 THEN TRUE
            WHEN count(d.day) = 0 OR p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       min(CASE WHEN d.meets THEN d.day END) AS first_day,
       max(CASE WHEN d.meets THEN d.day END) AS last_day, CAST(NULL AS INTEGER) AS days,
       nullif(count(CASE WHEN d.meets THEN d.day END), 0) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN bool_and(CASE WHEN d.meets THEN d.outcome = 1 END) THEN 'depth not verified' END AS basis
FROM {{ period }} AS p
LEFT JOIN {{ days }} AS d ON d.patient_id = p.patient_id AND d.day BETWEEN p.from_day AND p.to_day
GROUP BY p.subject_id, p.unfinished
