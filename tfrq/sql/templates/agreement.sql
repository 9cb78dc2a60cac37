-- Whether the lake agrees with itself on its patients and its sites, per site and sex.
SELECT p.country, p.site, p.sex, count(*) AS lake_patients,
       max(l.listed) AS listed, max(l.data_cuts) AS data_cuts, max(r.repeated) AS repeated
FROM patients AS p
CROSS JOIN (SELECT count(*) - count(DISTINCT patient_id) AS repeated FROM patients) AS r
LEFT JOIN (
    SELECT site, count(*) AS listed, count(data_cut_day) AS data_cuts FROM sites GROUP BY site
) AS l ON l.site = p.site
GROUP BY p.country, p.site, p.sex
ORDER BY p.site, p.sex
