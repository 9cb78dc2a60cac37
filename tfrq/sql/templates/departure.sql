-- The days on which each subject of the cohort would leave by the endpoint, by what competes, and censored.
SELECT s.subject_id, s.patient_id, s.index_day, s.holds, e.origin_day, {{ event }} AS event_day, {{ competing }} AS competing_day,
       {{ censoring }} AS censoring_day
FROM answer AS s
JOIN {{ search }} AS e ON e.subject_id = s.subject_id
{{ joins }}
