-- Informative days up to an anchor, the latest first (semantics §4).
SELECT a.subject_id, a.anchor_day, d.day, d.meets, d.outcome,
       row_number() OVER (PARTITION BY a.subject_id ORDER BY d.day DESC) AS place
FROM {{ anchor }} AS a
JOIN {{ days }} AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
