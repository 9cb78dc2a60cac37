-- Informative tests of a response; on a day with both results the failing one counts (semantics §4).
SELECT patient_id, test_day AS day, outcome = 1 AS meets
FROM {{ tests }}
WHERE outcome > 0
