-- Values at diagnosis that the scores are made of; age as the difference of years (domain §5.1).
SELECT patient_id, extract(YEAR FROM diagnosis_date) - birth_year AS age, spleen, platelets, blasts,
       eosinophils, basophils, sokal_reported, hasford_reported, eutos_reported, elts_reported
FROM patients
