-- Patients with any treatment record: of the others nothing is known about drugs (semantics §3).
SELECT DISTINCT patient_id, TRUE AS known
FROM treatment
