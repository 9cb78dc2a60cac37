-- Anchor: the de-escalation of the first attempt that has one (semantics §2).
SELECT s.subject_id, s.patient_id, d.deescalation_day AS anchor_day, s.diagnosis_day,
       s.observed_until, s.died
FROM subject AS s
LEFT JOIN deescalation AS d ON d.patient_id = s.patient_id
