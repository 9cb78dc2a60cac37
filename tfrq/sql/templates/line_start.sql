-- When each TKI line began (semantics §5).
SELECT patient_id, line_number, min(start_day) AS start_day
FROM treatment
WHERE line_number IS NOT NULL
GROUP BY patient_id, line_number
