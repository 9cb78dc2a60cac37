-- Informative days at most a window from a day after an anchor, the nearest first and the earlier on ties (semantics §2).
SELECT a.subject_id, d.day, d.meets, d.outcome,
       row_number() OVER (PARTITION BY a.subject_id
                          ORDER BY abs(d.day - a.anchor_day - {{ after }}), d.day) AS place
FROM {{ anchor }} AS a
JOIN {{ days }} AS d ON d.patient_id = a.patient_id
    AND d.day BETWEEN a.anchor_day + {{ after }} - {{ window }} AND a.anchor_day + {{ after }} + {{ window }}
