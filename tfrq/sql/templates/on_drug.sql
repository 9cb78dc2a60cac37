-- On the drug that day: begun by then and not stopped by then (semantics §5).
SELECT a.subject_id,
       CASE WHEN k.known IS NULL OR a.anchor_day IS NULL THEN NULL
            ELSE count(t.start_day) > 0 END AS holds,
       min(t.start_day) AS first_day, CAST(NULL AS INTEGER) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, min(t.drug) AS basis
FROM {{ anchor }} AS a
LEFT JOIN treated AS k ON k.patient_id = a.patient_id
LEFT JOIN treatment AS t ON t.patient_id = a.patient_id AND t.drug IN ({{ drugs }})
    AND t.start_day <= a.anchor_day AND coalesce(t.stop_day > a.anchor_day, TRUE)
GROUP BY a.subject_id, a.anchor_day, k.known
