-- Attempts per stratum and answer, the distinct patients behind each, and patients without one (semantics §7).
SELECT coalesce(q.stratum, {{ unknown }}) AS stratum, count(DISTINCT p.patient_id) AS lake_patients,
       count(DISTINCT p.patient_id) - count(DISTINCT a.patient_id) AS without_index,
       count(CASE WHEN a.holds THEN 1 END) AS met,
       count(CASE WHEN NOT a.holds THEN 1 END) AS not_met,
       count(CASE WHEN a.holds IS NULL THEN a.patient_id END) AS not_assessable,
       count(DISTINCT CASE WHEN a.holds THEN a.patient_id END) AS met_patients,
       count(DISTINCT CASE WHEN NOT a.holds THEN a.patient_id END) AS not_met_patients,
       count(DISTINCT CASE WHEN a.holds IS NULL THEN a.patient_id END) AS not_assessable_patients
FROM patients AS p
LEFT JOIN stratum AS q ON q.patient_id = p.patient_id
LEFT JOIN answer AS a ON a.patient_id = p.patient_id
GROUP BY coalesce(q.stratum, {{ unknown }})
ORDER BY stratum
