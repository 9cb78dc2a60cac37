-- Anchor: the de-escalation of the attempt that is the index (semantics §2).
SELECT subject_id, patient_id, deescalation_day AS anchor_day, diagnosis_day, observed_until, died
FROM subject
