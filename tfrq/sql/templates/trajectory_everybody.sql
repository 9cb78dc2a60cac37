-- Everybody is one group.
SELECT patient_id, '' AS stratum
FROM patients
