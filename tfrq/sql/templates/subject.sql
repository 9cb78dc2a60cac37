-- Who is judged, at which day, and until when they were observed (semantics §1, §2).
SELECT i.subject_id, i.patient_id, i.index_day, i.deescalation_day,
       CASE WHEN o.diagnosis_day <= o.observed_until THEN o.diagnosis_day END AS diagnosis_day,
       o.observed_until, o.died
FROM indexed AS i
JOIN observed AS o ON o.patient_id = i.patient_id
