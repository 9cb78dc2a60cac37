-- Days on the drugs, compared; a patient without any treatment record is not assessable (semantics §3, §5).
SELECT s.subject_id,
       CASE WHEN s.known AND s.days >= {{ least }} AND s.possible <= {{ most }} THEN TRUE
            WHEN s.known AND (s.possible < {{ least }} OR s.days > {{ most }}) THEN FALSE END AS holds,
       s.first_day, s.last_day, CASE WHEN s.known THEN s.days END AS days, CAST(NULL AS BIGINT) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM (
    SELECT p.subject_id, t.known AND p.to_day IS NOT NULL AS known, e.first_day, e.last_day,
           coalesce(e.days, 0) AS days,
           coalesce(e.possible, CASE WHEN p.unfinished THEN p.to_day - p.observed_until ELSE 0 END) AS possible
    FROM {{ period }} AS p
    LEFT JOIN treated AS t ON t.patient_id = p.patient_id
    LEFT JOIN {{ total }} AS e ON e.subject_id = p.subject_id
) AS s
