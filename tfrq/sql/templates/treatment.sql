-- Treatments that began within the observation; an ongoing one runs to its end (semantics §1).
SELECT t.patient_id, t.line_number, t.drug, t.stop_reason, t.start_day, t.stop_day,
       least(coalesce(t.stop_day, o.observed_until), o.observed_until) AS end_day
FROM treatments AS t
JOIN {{ judged }} AS o ON o.patient_id = t.patient_id AND t.start_day <= o.observed_until
