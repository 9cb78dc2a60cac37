-- Whether an attempt began before the index, in the period (semantics §6).
SELECT p.subject_id, count(a.stop_day) > 0 AS holds,
       min(a.stop_day) AS first_day, max(a.stop_day) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ period }} AS p
JOIN subject AS s ON s.subject_id = p.subject_id
LEFT JOIN attempt AS a ON a.patient_id = p.patient_id AND a.stop_day < s.index_day
    AND a.stop_day BETWEEN p.from_day AND p.to_day
GROUP BY p.subject_id
