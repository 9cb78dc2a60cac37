-- Informative days of a period, each marked where a run or a bridged run begins (semantics §4).
SELECT p.subject_id, p.patient_id, s.day, s.meets,
       s.meets AND NOT coalesce(s.previous_meets AND s.previous_day >= p.from_day
                                AND s.day - s.previous_day <= {{ gap }}, FALSE) AS starts_run,
       s.meets AND NOT coalesce(s.previous_meets AND s.previous_day >= p.from_day, FALSE) AS starts_bridge
FROM {{ period }} AS p
JOIN {{ sequence }} AS s ON s.patient_id = p.patient_id AND s.day BETWEEN p.from_day AND p.to_day
