-- An accelerated or blast phase in the period; the one at diagnosis is an event of that day (semantics §6).
SELECT p.subject_id,
       CASE WHEN p.to_day IS NULL THEN NULL
            WHEN count(e.event_day) > 0 OR p.diagnosed_so THEN TRUE
            WHEN p.phase IS NULL OR p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       least(min(e.event_day), CASE WHEN p.diagnosed_so THEN p.diagnosis_day END) AS first_day,
       greatest(max(e.event_day), CASE WHEN p.diagnosed_so THEN p.diagnosis_day END) AS last_day,
       CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value,
       coalesce(min(e.event), CASE WHEN p.diagnosed_so THEN p.phase END) AS basis
FROM (
    SELECT i.subject_id, i.patient_id, i.from_day, i.to_day, i.observed_until, i.unfinished, i.diagnosis_day, d.phase,
           d.phase IN ({{ phases }})
           AND coalesce(i.diagnosis_day, {{ start_of_time }}) BETWEEN i.from_day AND i.to_day AS diagnosed_so
    FROM {{ period }} AS i
    JOIN patients AS d ON d.patient_id = i.patient_id
) AS p
LEFT JOIN events AS e ON e.patient_id = p.patient_id AND e.event IN ({{ events }})
    AND e.event_day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
GROUP BY p.subject_id, p.to_day, p.unfinished, p.diagnosis_day, p.phase, p.diagnosed_so
