-- Whether a TKI line ended for one of the reasons in the period (semantics §5).
SELECT p.subject_id,
       CASE WHEN k.known IS NULL OR p.to_day IS NULL THEN NULL
            WHEN count(e.ended) > 0 THEN TRUE
            WHEN p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       min(e.ended) AS first_day, max(e.ended) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, min(e.stop_reason) AS basis
FROM {{ period }} AS p
LEFT JOIN treated AS k ON k.patient_id = p.patient_id
LEFT JOIN {{ ends }} AS e ON e.subject_id = p.subject_id AND e.stop_reason IN ({{ reasons }})
GROUP BY p.subject_id, p.to_day, p.unfinished, k.known
