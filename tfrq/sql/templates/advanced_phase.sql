-- An accelerated or blast phase in the period; the one at diagnosis is an event of that day (semantics §6).
SELECT p.subject_id,
       CASE WHEN p.to_day IS NULL THEN NULL
            WHEN count(e.event_day) > 0 OR d.phase IN ({{ phases }})
                 AND coalesce(p.diagnosis_day, {{ start_of_time }}) BETWEEN p.from_day AND p.to_day THEN TRUE
            WHEN d.phase IS NULL OR p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       min(e.event_day) AS first_day, max(e.event_day) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, d.phase AS basis
FROM {{ period }} AS p
JOIN patients AS d ON d.patient_id = p.patient_id
LEFT JOIN events AS e ON e.patient_id = p.patient_id AND e.event IN ({{ events }})
    AND e.event_day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
GROUP BY p.subject_id, p.from_day, p.to_day, p.unfinished, p.diagnosis_day, d.phase
