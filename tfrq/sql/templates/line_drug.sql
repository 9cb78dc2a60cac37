-- A drug of that TKI line, which began in the period; once the line has begun, that is settled (semantics §5).
SELECT p.subject_id,
       CASE WHEN k.known IS NULL OR p.to_day IS NULL THEN NULL
            WHEN l.start_day IS NULL AND p.unfinished THEN NULL
            ELSE coalesce(l.start_day BETWEEN p.from_day AND p.to_day AND count(t.drug) > 0, FALSE) END AS holds,
       CASE WHEN p.to_day IS NOT NULL THEN l.start_day END AS first_day,
       CASE WHEN p.to_day IS NOT NULL THEN l.start_day END AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, min(t.drug) AS basis
FROM {{ period }} AS p
LEFT JOIN treated AS k ON k.patient_id = p.patient_id
LEFT JOIN line_start AS l ON l.patient_id = p.patient_id AND l.line_number = {{ line }}
LEFT JOIN treatment AS t ON t.patient_id = p.patient_id AND t.line_number = {{ line }} AND t.drug IN ({{ drugs }})
    AND t.start_day <= p.to_day
GROUP BY p.subject_id, p.from_day, p.to_day, p.unfinished, k.known, l.start_day
