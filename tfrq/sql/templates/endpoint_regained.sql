-- Regained response: the first meeting day after the restart (semantics §8).
SELECT r.subject_id, min(CASE WHEN s.meets THEN s.day END) AS event_day,
       r.restart_day IS NULL OR count(s.day) > 0 AS informed, r.unfinished, r.to_day IS NOT NULL AS known
FROM {{ restart }} AS r
LEFT JOIN {{ sequence }} AS s ON s.patient_id = r.patient_id AND s.day > r.restart_day AND s.day <= r.to_day
GROUP BY r.subject_id, r.restart_day, r.unfinished, r.to_day
