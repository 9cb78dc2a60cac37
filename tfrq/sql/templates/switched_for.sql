-- Whether a TKI line that ended for one of the reasons was followed by a higher one (semantics §5).
SELECT p.subject_id,
       CASE WHEN k.known IS NULL OR p.to_day IS NULL THEN NULL
            WHEN count(l.line_number) > 0 THEN TRUE
            WHEN p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       min(CASE WHEN l.line_number IS NOT NULL THEN e.ended END) AS first_day,
       max(CASE WHEN l.line_number IS NOT NULL THEN e.ended END) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value,
       min(CASE WHEN l.line_number IS NOT NULL THEN e.stop_reason END) AS basis
FROM {{ period }} AS p
LEFT JOIN treated AS k ON k.patient_id = p.patient_id
LEFT JOIN {{ ends }} AS e ON e.subject_id = p.subject_id AND e.stop_reason IN ({{ reasons }})
LEFT JOIN line_start AS l ON l.patient_id = e.patient_id AND l.line_number > e.line_number
    AND l.start_day <= e.to_day
GROUP BY p.subject_id, p.to_day, p.unfinished, k.known
