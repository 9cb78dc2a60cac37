-- The same for > and >=: met by the days that fail the opposite comparison, whatever the depth (semantics §4).
SELECT patient_id, test_day AS day, max(outcome) = 3 AS meets,
       CASE WHEN max(outcome) = 3 THEN 2 ELSE 3 END AS outcome
FROM {{ tests }}
WHERE outcome > 0
GROUP BY patient_id, test_day
