-- One result per informative day: fails if any test fails, else meets if any meets (semantics §4).
SELECT patient_id, test_day AS day, max(outcome) < 3 AS meets, max(outcome) AS outcome
FROM {{ tests }}
WHERE outcome > 0
GROUP BY patient_id, test_day
