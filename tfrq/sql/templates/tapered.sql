-- Whether the attempt has a de-escalation date by the index; where the index is no attempt, any has (semantics §6).
SELECT t.subject_id, coalesce(t.day <= t.index_day, FALSE) AS holds,
       CASE WHEN t.day <= t.index_day THEN t.day END AS first_day,
       CASE WHEN t.day <= t.index_day THEN t.day END AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM (
    SELECT s.subject_id, s.index_day,
           CASE WHEN {{ at_attempt }} THEN s.deescalation_day ELSE min(a.deescalation_day) END AS day
    FROM subject AS s
    LEFT JOIN attempt AS a ON a.patient_id = s.patient_id
    GROUP BY s.subject_id, s.index_day, s.deescalation_day
) AS t
