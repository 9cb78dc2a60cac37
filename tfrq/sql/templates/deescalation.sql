-- De-escalation of the first attempt that has one (semantics §2).
SELECT patient_id, deescalation_day
FROM (
    SELECT patient_id, deescalation_day,
           row_number() OVER (PARTITION BY patient_id ORDER BY ordinal) AS place
    FROM attempt
    WHERE deescalation_day IS NOT NULL
) AS tapered
WHERE place = 1
