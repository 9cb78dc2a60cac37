-- The patients who have the index, one row each, and until when they were observed (semantics §2).
SELECT DISTINCT patient_id, observed_until
FROM subject