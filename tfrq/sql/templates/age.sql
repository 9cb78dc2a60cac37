-- Age as the difference of years: only birth years are kept (semantics §6).
SELECT s.subject_id, s.years BETWEEN {{ least }} AND {{ most }} AS holds,
       CAST(NULL AS INTEGER) AS first_day, CAST(NULL AS INTEGER) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(s.years AS DECIMAL(12, 7)) AS value, CASE WHEN s.years IS NOT NULL THEN 'difference of years' END AS basis
FROM (
    SELECT a.subject_id, extract(YEAR FROM DATE '1970-01-01' + a.anchor_day) - p.birth_year AS years
    FROM {{ anchor }} AS a
    JOIN patients AS p ON p.patient_id = a.patient_id
) AS s
