-- Each subject of the cohort: from when they were followed, how they left and when, and their groups.
SELECT s.patient_id, s.index_day, s.origin_day, CASE WHEN s.holds THEN s.state ELSE 'left out' END AS state,
       CASE WHEN s.holds THEN s.time END AS time{{ columns }}
FROM on_curve AS s
{{ joins }}
WHERE s.holds IS NOT NULL
ORDER BY s.patient_id, s.index_day, s.subject_id
