-- Everybody who has the index, with the answers.
SELECT * FROM answer
ORDER BY patient_id, index_day, subject_id
