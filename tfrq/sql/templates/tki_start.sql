-- First day of any TKI (semantics §2).
SELECT patient_id, min(start_day) AS tki_start_day
FROM treatment
WHERE drug IN ({{ tkis }})
GROUP BY patient_id
