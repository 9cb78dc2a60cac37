-- Patients per site, sex and answer (semantics §7), and whether the lake agrees with itself.
SELECT p.country, p.site, p.sex, count(*) AS lake_patients,
       count(*) - count(a.patient_id) AS without_index,
       count(CASE WHEN a.holds THEN 1 END) AS met,
       count(CASE WHEN NOT a.holds THEN 1 END) AS not_met,
       count(CASE WHEN a.holds IS NULL THEN a.patient_id END) AS not_assessable,
       max(l.listed) AS listed, max(l.data_cuts) AS data_cuts, max(r.repeated) AS repeated
FROM patients AS p
CROSS JOIN (SELECT count(*) - count(DISTINCT patient_id) AS repeated FROM patients) AS r
LEFT JOIN (
    SELECT site, count(*) AS listed, count(data_cut_day) AS data_cuts FROM sites GROUP BY site
) AS l ON l.site = p.site
LEFT JOIN {{ answers }} AS a ON a.patient_id = p.patient_id
GROUP BY p.country, p.site, p.sex
ORDER BY p.site, p.sex
