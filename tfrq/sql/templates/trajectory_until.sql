-- Until when values say something of the time after the index: the restart, if there was one, else the observation.
SELECT s.subject_id, s.patient_id, s.index_day,
       least(s.observed_until, coalesce(r.ending_day, s.observed_until)) AS until_day
FROM subject AS s
JOIN {{ restart }} AS r ON r.subject_id = s.subject_id
