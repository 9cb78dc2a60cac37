-- The first restart of a period, and whether the period begins off treatment (semantics §8).
SELECT p.subject_id, p.patient_id, p.from_day, p.to_day, p.unfinished, min(r.day) AS restart_day,
       (count(e.start_day) > 0 OR count(a.stop_day) > 0)
       AND count(CASE WHEN coalesce(p.from_day <= e.stop_day, TRUE) THEN e.start_day END) = 0 AS off_treatment
FROM {{ period }} AS p
LEFT JOIN tki_restart AS r ON r.patient_id = p.patient_id
    AND r.day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
LEFT JOIN treatment AS e ON e.patient_id = p.patient_id AND e.drug IN ({{ tkis }}) AND e.start_day < p.from_day
LEFT JOIN attempt AS a ON a.patient_id = p.patient_id AND a.stop_day < p.from_day
GROUP BY p.subject_id, p.patient_id, p.from_day, p.to_day, p.unfinished
