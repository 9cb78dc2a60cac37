-- Risk group: computed from the values at diagnosis, else as the site reported it (semantics §6).
SELECT s.subject_id, coalesce(r.computed, r.reported) IN ({{ groups }}) AS holds,
       CAST(NULL AS INTEGER) AS first_day, CAST(NULL AS INTEGER) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN r.computed IS NOT NULL THEN 'computed: ' || r.computed
            WHEN r.reported IS NOT NULL THEN 'reported: ' || r.reported END AS basis
FROM subject AS s
JOIN {{ score }} AS r ON r.patient_id = s.patient_id
