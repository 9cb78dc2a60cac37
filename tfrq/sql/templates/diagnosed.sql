-- Date of diagnosis, from the first to the last day of what is asked for (semantics §6).
SELECT subject_id, diagnosis_day BETWEEN {{ least }} AND {{ most }} AS holds,
       diagnosis_day AS first_day, diagnosis_day AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM subject
