-- The group of each subject: the first whose criterion is met, unknown if one may be, else the rest.
SELECT s.subject_id, s.patient_id,
       CASE {{ cases }} WHEN ({{ any }}) IS NULL THEN {{ unknown }} ELSE {{ rest }} END AS level
FROM subject AS s
{{ joins }}
