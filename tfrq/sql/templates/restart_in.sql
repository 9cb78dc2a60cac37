-- The first restart of a period, and the one up to which molecular endpoints are looked for in it (semantics §8).
SELECT p.subject_id, p.patient_id, p.from_day, p.to_day, p.unfinished, min(r.day) AS restart_day,
       CASE WHEN (count(e.start_day) > 0 OR count(a.stop_day) > 0)
                 AND (count(CASE WHEN coalesce(p.from_day <= e.stop_day, TRUE) THEN e.start_day END) = 0
                      OR count(CASE WHEN coalesce(p.from_day < e.stop_day, TRUE) THEN e.start_day END)
                         + count(s.start_day) = 0)
            THEN min(r.day) ELSE min(CASE WHEN b.stop_day IS NOT NULL THEN r.day END) END AS ending_day
FROM {{ period }} AS p
LEFT JOIN tki_restart AS r ON r.patient_id = p.patient_id
    AND r.day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
LEFT JOIN attempt AS b ON {{ after }} AND b.patient_id = p.patient_id AND b.stop_day BETWEEN p.from_day AND r.day
LEFT JOIN treatment AS e ON e.patient_id = p.patient_id AND e.drug IN ({{ tkis }}) AND e.start_day < p.from_day
LEFT JOIN treatment AS s ON s.patient_id = p.patient_id AND s.drug IN ({{ tkis }}) AND s.start_day = p.from_day
LEFT JOIN attempt AS a ON a.patient_id = p.patient_id AND a.stop_day < p.from_day
GROUP BY p.subject_id, p.patient_id, p.from_day, p.to_day, p.unfinished
