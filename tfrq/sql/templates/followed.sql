-- How long the patient was observed after an anchor, compared (semantics §6).
SELECT subject_id, observed_until - anchor_day BETWEEN {{ least }} AND {{ most }} AS holds,
       anchor_day AS first_day, CASE WHEN anchor_day IS NOT NULL THEN observed_until END AS last_day, observed_until - anchor_day AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ anchor }}
