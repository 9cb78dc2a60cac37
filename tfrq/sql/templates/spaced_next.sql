-- Tests of a run counted greedily: the next at least the spacing after the last counted (semantics §4).
SELECT c.subject_id, c.run, c.patient_id, c.last_day, min(s.day) AS day
FROM {{ counted }} AS c
JOIN {{ results }} AS s ON s.patient_id = c.patient_id AND s.day >= c.day + {{ spacing }} AND s.day <= c.last_day
GROUP BY c.subject_id, c.run, c.patient_id, c.last_day
