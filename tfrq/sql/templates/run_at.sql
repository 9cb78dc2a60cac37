-- The run that reaches a day: its first and last test, their number, and how far back it may go
-- where gaps are bridged (semantics §4).
SELECT d.subject_id, d.patient_id, d.anchor_day, max(d.day) AS last_day, 1 AS run,
       CASE WHEN max(d.day) > coalesce(max(CASE WHEN NOT d.meets THEN d.day END), {{ start_of_time }})
            THEN max(CASE WHEN d.starts_run THEN d.day END) END AS first_day,
       max(CASE WHEN d.starts_bridge THEN d.day END) AS bridged_from,
       max(CASE WHEN NOT d.meets THEN d.day END) IS NULL AS from_the_start,
       max(d.position) - max(CASE WHEN d.starts_run THEN d.position END) + 1 AS tests
FROM (
    SELECT a.subject_id, a.patient_id, a.anchor_day, s.day, s.meets, s.position,
           s.meets AND NOT coalesce(s.day - s.met_before <= {{ gap }}, FALSE) AS starts_run,
           s.meets AND s.met_before IS NULL AS starts_bridge
    FROM {{ anchor }} AS a
    JOIN {{ sequence }} AS s ON s.patient_id = a.patient_id AND s.day <= a.anchor_day
) AS d
GROUP BY d.subject_id, d.patient_id, d.anchor_day
