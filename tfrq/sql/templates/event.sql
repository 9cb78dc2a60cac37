-- Whether one of the events happened in the period; no record means that it did not (semantics §3, §6).
SELECT p.subject_id,
       CASE WHEN p.to_day IS NULL THEN NULL
            WHEN count(e.event_day) > 0 THEN TRUE
            WHEN p.unfinished THEN NULL
            ELSE FALSE END AS holds,
       min(e.event_day) AS first_day, max(e.event_day) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, min(e.event) AS basis
FROM {{ period }} AS p
LEFT JOIN events AS e ON e.patient_id = p.patient_id
    AND (e.event IN ({{ events }}) OR e.event = 'mutation' AND upper(e.mutation) IN ({{ mutations }}))
    AND e.event_day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
GROUP BY p.subject_id, p.to_day, p.unfinished
