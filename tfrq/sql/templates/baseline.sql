-- Values at diagnosis that the scores are made of; age as the difference of years (domain §5.1).
SELECT p.patient_id, CASE WHEN p.diagnosis_day <= o.observed_until
            THEN extract(YEAR FROM p.diagnosis_date) - p.birth_year END AS age, p.spleen, p.platelets,
       p.blasts, p.eosinophils, p.basophils, p.sokal_reported, p.hasford_reported, p.eutos_reported,
       p.elts_reported
FROM patients AS p
JOIN observed AS o ON o.patient_id = p.patient_id
