-- An accelerated or blast phase in the period; the one at diagnosis is an event of that day (semantics §6).
SELECT p.subject_id,
       CASE WHEN p.to_day IS NULL THEN NULL
            WHEN count(e.day) > 0 THEN TRUE
            WHEN d.phase IS NULL OR p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       min(e.day) AS first_day, max(e.day) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, min(e.phase) AS basis
FROM {{ period }} AS p
JOIN patients AS d ON d.patient_id = p.patient_id
LEFT JOIN (
    SELECT patient_id, event_day AS day, replace(event, ' phase', '') AS phase
    FROM events
    UNION ALL
    SELECT patient_id, coalesce(diagnosis_day, {{ start_of_time }}), phase
    FROM patients
) AS e ON e.patient_id = p.patient_id AND e.phase IN ({{ phases }})
    AND e.day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
GROUP BY p.subject_id, p.to_day, p.unfinished, d.phase
