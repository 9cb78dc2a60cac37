-- One result per informative day: fails if any test fails, else meets if any meets (semantics §4).
SELECT patient_id, test_day AS day, max(outcome) = {{ meeting }} AS meets,
       coalesce(max(CASE WHEN outcome = 1 THEN depth END) IS NOT NULL, FALSE) AS depth_known
FROM {{ tests }}
WHERE outcome > 0
GROUP BY patient_id, test_day
