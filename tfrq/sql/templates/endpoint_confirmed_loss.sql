-- Confirmed loss: the first of two consecutive informative days that both fail, or the second (semantics §8).
SELECT p.subject_id,
       min(CASE WHEN NOT s.meets AND NOT s.previous_meets AND s.previous_day >= p.from_day
                THEN CASE WHEN {{ at_confirmation }} THEN s.day ELSE s.previous_day END END) AS event_day,
       count(s.day) > 0 AS informed, p.unfinished, p.to_day IS NOT NULL AS known
FROM {{ period }} AS p
LEFT JOIN {{ sequence }} AS s ON s.patient_id = p.patient_id AND s.day BETWEEN p.from_day AND p.to_day
GROUP BY p.subject_id, p.unfinished, p.to_day
