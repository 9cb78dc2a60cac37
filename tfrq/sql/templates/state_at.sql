-- The latest informative day on or before an anchor (semantics §2, §4).
SELECT a.subject_id, max(d.day) AS day, arg_max(d.meets, d.day) AS meets,
       arg_max(d.outcome, d.day) AS outcome
FROM {{ anchor }} AS a
JOIN {{ days }} AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
GROUP BY a.subject_id
