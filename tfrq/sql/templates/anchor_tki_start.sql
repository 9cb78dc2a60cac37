-- Anchor: the first day of any TKI (semantics §2).
SELECT s.subject_id, s.patient_id, t.tki_start_day AS anchor_day, s.diagnosis_day,
       s.observed_until, s.died
FROM subject AS s
LEFT JOIN tki_start AS t ON t.patient_id = s.patient_id
