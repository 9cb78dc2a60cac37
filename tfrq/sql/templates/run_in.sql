-- Runs of a period, and the bridged run that each lies in (semantics §4).
SELECT r.subject_id, r.patient_id, r.run, r.first_day, r.last_day, r.tests,
       min(r.first_day) OVER bridged AS bridged_from, max(r.last_day) OVER bridged AS bridged_to
FROM (
    SELECT n.subject_id, n.patient_id, n.run, n.bridge, min(n.day) AS first_day, max(n.day) AS last_day,
           count(*) AS tests
    FROM (
        SELECT subject_id, patient_id, day, meets,
               sum(CASE WHEN starts_run THEN 1 ELSE 0 END) OVER in_order AS run,
               sum(CASE WHEN starts_bridge THEN 1 ELSE 0 END) OVER in_order AS bridge
        FROM {{ days }}
        WINDOW in_order AS (PARTITION BY subject_id ORDER BY day)
    ) AS n
    WHERE n.meets
    GROUP BY n.subject_id, n.patient_id, n.run, n.bridge
) AS r
WINDOW bridged AS (PARTITION BY r.subject_id, r.bridge)
