-- Informative tests of a response; on a day with both results the failing one counts (semantics §4).
SELECT patient_id, test_day AS day, outcome < 3 AS meets, outcome
FROM {{ tests }}
WHERE outcome > 0
