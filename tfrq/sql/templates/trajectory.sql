-- How many patients of the cohort have which value in which band of days, by group.
SELECT q.stratum, d.band, d.total, d.results, count(*) AS patients
FROM answer AS a
JOIN stratum AS q ON q.patient_id = a.patient_id
JOIN {{ days }} AS d ON d.subject_id = a.subject_id
WHERE a.holds
GROUP BY q.stratum, d.band, d.total, d.results
ORDER BY q.stratum, d.band, d.total, d.results
