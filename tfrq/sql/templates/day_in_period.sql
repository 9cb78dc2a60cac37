-- Informative days of a period, each marked where a run begins or ends and a bridged run begins (semantics §4).
SELECT p.subject_id, p.patient_id, s.day, s.meets, s.position,
       s.meets AND NOT coalesce(s.met_before >= p.from_day AND s.day - s.met_before <= {{ gap }}, FALSE) AS starts_run,
       s.meets AND NOT coalesce(s.met_after <= p.to_day AND s.met_after - s.day <= {{ gap }}, FALSE) AS ends_run,
       s.meets AND NOT coalesce(s.met_before >= p.from_day, FALSE) AS starts_bridge
FROM {{ period }} AS p
JOIN {{ sequence }} AS s ON s.patient_id = p.patient_id AND s.day BETWEEN p.from_day AND p.to_day
