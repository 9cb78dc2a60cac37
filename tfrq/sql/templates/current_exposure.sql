-- Length of the stretch that holds the day before an anchor, compared; off the drug none is that long (semantics §5).
SELECT a.subject_id,
       CASE WHEN t.known AND a.to_day IS NOT NULL
            THEN coalesce(max(e.end_day - e.start_day) BETWEEN {{ least }} AND {{ most }}, FALSE) END AS holds,
       max(e.start_day) AS first_day, max(e.end_day) AS last_day, max(e.end_day - e.start_day) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ period }} AS a
LEFT JOIN treated AS t ON t.patient_id = a.patient_id
LEFT JOIN {{ stretches }} AS e ON e.subject_id = a.subject_id AND e.end_day = a.to_day
GROUP BY a.subject_id, a.to_day, t.known
