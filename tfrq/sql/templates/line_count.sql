-- Number of TKI lines begun in the period, compared; an unfinished period may bring more (semantics §3, §5).
SELECT s.subject_id,
       CASE WHEN s.known AND s.lines >= {{ least }} AND s.possible <= {{ most }} THEN TRUE
            WHEN s.known AND (s.possible < {{ least }} OR s.lines > {{ most }}) THEN FALSE END AS holds,
       s.first_day, s.last_day, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS tests,
       CAST(nullif(s.lines, 0) AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM (
    SELECT p.subject_id, k.known AND p.to_day IS NOT NULL AS known, count(l.line_number) AS lines,
           CASE WHEN p.unfinished THEN {{ unlimited }} ELSE count(l.line_number) END AS possible,
           min(l.start_day) AS first_day, max(l.start_day) AS last_day
    FROM {{ period }} AS p
    LEFT JOIN treated AS k ON k.patient_id = p.patient_id
    LEFT JOIN line_start AS l ON l.patient_id = p.patient_id AND l.start_day BETWEEN p.from_day AND p.to_day
    GROUP BY p.subject_id, p.unfinished, p.to_day, k.known
) AS s
