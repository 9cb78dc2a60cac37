-- Patients per stratum and answer; those without the index apart (semantics §7).
SELECT coalesce(q.stratum, {{ unknown }}) AS stratum, count(*) AS lake_patients,
       count(*) - count(a.patient_id) AS without_index,
       count(CASE WHEN a.holds THEN 1 END) AS met,
       count(CASE WHEN NOT a.holds THEN 1 END) AS not_met,
       count(CASE WHEN a.holds IS NULL THEN a.patient_id END) AS not_assessable
FROM patients AS p
LEFT JOIN stratum AS q ON q.patient_id = p.patient_id
LEFT JOIN {{ answers }} AS a ON a.patient_id = p.patient_id
GROUP BY coalesce(q.stratum, {{ unknown }})
ORDER BY stratum
