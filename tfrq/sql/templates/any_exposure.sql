-- Some day on the drugs in a period (semantics §5).
SELECT p.subject_id,
       CASE WHEN t.known IS NULL OR p.to_day IS NULL THEN NULL
            WHEN e.days IS NOT NULL THEN TRUE
            WHEN p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       e.first_day, e.last_day, CASE WHEN t.known AND p.to_day IS NOT NULL THEN coalesce(e.days, 0) END AS days, CAST(NULL AS BIGINT) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ period }} AS p
LEFT JOIN treated AS t ON t.patient_id = p.patient_id
LEFT JOIN {{ total }} AS e ON e.subject_id = p.subject_id
