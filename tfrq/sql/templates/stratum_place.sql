-- Country, site or sex of the patient (semantics §7).
SELECT patient_id, {{ place }} AS stratum
FROM patients
