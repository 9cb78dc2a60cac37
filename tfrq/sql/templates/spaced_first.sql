-- Tests of a run counted greedily: the first is its first day (semantics §4).
SELECT subject_id, run, patient_id, last_day, first_day AS day, 1 AS counted
FROM {{ runs }}
WHERE first_day IS NOT NULL
