-- Anchor: the index (semantics §2).
SELECT subject_id, patient_id, index_day AS anchor_day, diagnosis_day, observed_until, died
FROM subject
