-- Anchor: the diagnosis (semantics §2).
SELECT subject_id, patient_id, diagnosis_day AS anchor_day, diagnosis_day, observed_until, died
FROM subject
