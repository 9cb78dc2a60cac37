-- Days on which a TKI was started off treatment, after an earlier TKI or attempt, or so reported (semantics §8).
SELECT t.patient_id, t.start_day AS day
FROM treatment AS t
WHERE t.drug IN ({{ tkis }})
  AND (EXISTS (SELECT 1 FROM treatment AS e WHERE e.patient_id = t.patient_id AND e.drug IN ({{ tkis }})
                                              AND e.start_day < t.start_day)
       OR EXISTS (SELECT 1 FROM attempt AS a WHERE a.patient_id = t.patient_id AND a.stop_day < t.start_day))
  AND NOT EXISTS (SELECT 1 FROM treatment AS u WHERE u.patient_id = t.patient_id AND u.drug IN ({{ tkis }})
                                                 AND u.start_day < t.start_day AND coalesce(t.start_day <= u.stop_day, TRUE))
UNION
SELECT patient_id, event_day
FROM events
WHERE event = 'restart'
