-- Whether no informative test of a period fails, and there are enough (semantics §4).
SELECT p.subject_id,
       CASE WHEN max(CASE WHEN NOT d.meets THEN 1 END) = 1 THEN FALSE
            WHEN p.unfinished OR count(d.day) < {{ tests }} THEN NULL
            WHEN p.to_day IS NOT NULL THEN TRUE END AS holds,
       min(d.day) AS first_day, max(d.day) AS last_day, CAST(NULL AS INTEGER) AS days,
       nullif(count(d.day), 0) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN bool_and(CASE WHEN d.meets THEN d.outcome = 1 END) THEN 'depth not verified' END AS basis
FROM {{ period }} AS p
LEFT JOIN {{ days }} AS d ON d.patient_id = p.patient_id AND d.day BETWEEN p.from_day AND p.to_day
GROUP BY p.subject_id, p.unfinished, p.to_day
