-- Phase at diagnosis (semantics §6).
SELECT s.subject_id, p.phase IN ({{ phases }}) AS holds,
       CAST(NULL AS INTEGER) AS first_day, CAST(NULL AS INTEGER) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, p.phase AS basis
FROM subject AS s
JOIN patients AS p ON p.patient_id = s.patient_id
