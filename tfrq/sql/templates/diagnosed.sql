-- Date of diagnosis, from the first to the last day of what is asked for (semantics §6).
SELECT s.subject_id, p.diagnosis_day BETWEEN {{ least }} AND {{ most }} AS holds,
       p.diagnosis_day AS first_day, p.diagnosis_day AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM subject AS s
JOIN patients AS p ON p.patient_id = s.patient_id
