-- The stretches clipped to a period (semantics §5).
SELECT p.subject_id, p.to_day, p.observed_until, p.unfinished,
       greatest(s.start_day, p.from_day) AS start_day, least(s.end_day, p.to_day) AS end_day
FROM {{ period }} AS p
JOIN {{ stretches }} AS s ON s.patient_id = p.patient_id
WHERE p.to_day IS NOT NULL AND least(s.end_day, p.to_day) > greatest(s.start_day, p.from_day)
