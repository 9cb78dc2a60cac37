-- Whether the drug is among the TKIs stopped last by that day (semantics §5).
SELECT a.subject_id,
       CASE WHEN k.known IS NULL OR a.anchor_day IS NULL THEN NULL
            ELSE coalesce(max(s.stop_day) = max(CASE WHEN s.drug IN ({{ drugs }}) THEN s.stop_day END), FALSE)
            END AS holds,
       max(s.stop_day) AS first_day, max(s.stop_day) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ anchor }} AS a
LEFT JOIN treated AS k ON k.patient_id = a.patient_id
LEFT JOIN drug_stop AS s ON s.patient_id = a.patient_id AND s.stop_day <= a.anchor_day
GROUP BY a.subject_id, a.anchor_day, k.known
