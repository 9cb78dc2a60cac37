-- The value of a marker at diagnosis, from the patient's own columns (semantics §6).
SELECT s.subject_id, s.diagnosis_day AS anchor_day, s.diagnosis_day AS sample_day, s.diagnosis_day AS latest_day,
       p.{{ column }} AS value
FROM subject AS s
JOIN patients AS p ON p.patient_id = s.patient_id
WHERE p.{{ column }} IS NOT NULL
