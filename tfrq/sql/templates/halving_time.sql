-- Halving time of BCR::ABL1 from the first TKI day to three months, compared (survival.md).
SELECT a.subject_id,
       CASE WHEN h.value < h.baseline THEN h.halving >= {{ least }} AND (h.halving <= {{ most }} OR {{ unending }})
            WHEN h.value >= h.baseline THEN {{ unending }} END AS holds,
       CASE WHEN h.value IS NOT NULL THEN a.anchor_day END AS first_day, h.test_day AS last_day,
       h.test_day - a.anchor_day AS days, CAST(NULL AS BIGINT) AS tests, h.halving AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ anchor }} AS a
LEFT JOIN (
    SELECT t.subject_id, t.test_day, t.value, p.baseline_bcr_abl1 AS baseline,
           round(CAST(ln(2) * (t.test_day - t.anchor_day)
               / CASE WHEN p.baseline_bcr_abl1 >= 2 * t.value THEN ln(p.baseline_bcr_abl1 / CAST(t.value AS DOUBLE))
                      WHEN p.baseline_bcr_abl1 > t.value THEN 2 * atanh((p.baseline_bcr_abl1 - t.value) / CAST(p.baseline_bcr_abl1 + t.value AS DOUBLE)) END
               AS DECIMAL(30, 10)), 2) AS halving
    FROM (
        SELECT a.subject_id, a.patient_id, a.anchor_day, m.test_day, m.value,
               row_number() OVER (PARTITION BY a.subject_id
                                  ORDER BY abs(m.test_day - a.anchor_day - {{ months }}), m.test_day, m.value DESC) AS place
        FROM {{ anchor }} AS a
        JOIN molecular AS m ON m.patient_id = a.patient_id AND m.test_day <= a.observed_until
            AND abs(m.test_day - a.anchor_day - {{ months }}) <= {{ away }}
        WHERE m.scale = 'IS' AND m.operator = '=' AND m.value > 0 AND coalesce(m.detected, TRUE)
    ) AS t
    JOIN patients AS p ON p.patient_id = t.patient_id AND p.baseline_bcr_abl1 > 0
    WHERE t.place = 1
) AS h ON h.subject_id = a.subject_id
