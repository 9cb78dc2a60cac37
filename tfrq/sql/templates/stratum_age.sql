-- Age group at the index, else at diagnosis, by the difference of years (semantics §7).
SELECT patient_id, CASE WHEN age < 40 THEN '<40' WHEN age < 60 THEN '40–59' WHEN age >= 60 THEN '60+' END AS stratum
FROM (
    SELECT p.patient_id,
           extract(YEAR FROM DATE '1970-01-01' + coalesce(s.index_day, p.diagnosis_day)) - p.birth_year AS age
    FROM patients AS p
    LEFT JOIN subject AS s ON s.patient_id = p.patient_id
) AS aged
