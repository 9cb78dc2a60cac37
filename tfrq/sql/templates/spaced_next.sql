-- Tests of a run counted greedily: the next, if there is one, at least the spacing after the last counted (semantics §4).
SELECT c.subject_id, c.run, c.patient_id, c.last_day, coalesce(min(s.day), c.day) AS day,
       CASE WHEN min(s.day) IS NULL THEN c.counted ELSE c.counted + 1 END AS counted
FROM {{ counted }} AS c
LEFT JOIN {{ results }} AS s ON s.patient_id = c.patient_id AND s.day >= c.day + {{ spacing }} AND s.day <= c.last_day
GROUP BY c.subject_id, c.run, c.patient_id, c.last_day, c.day, c.counted
