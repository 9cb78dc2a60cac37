-- TKI lines that had ended by the end of a period, and why (semantics §5).
SELECT e.subject_id, e.patient_id, e.line_number, e.from_day, e.to_day, e.ended, t.stop_reason
FROM (
    SELECT p.subject_id, p.patient_id, p.from_day, p.to_day, t.line_number, max(t.stop_day) AS ended
    FROM {{ period }} AS p
    JOIN treatment AS t ON t.patient_id = p.patient_id AND t.line_number IS NOT NULL
        AND t.start_day <= least(p.to_day, p.observed_until)
    GROUP BY p.subject_id, p.patient_id, p.from_day, p.to_day, p.observed_until, t.line_number
    HAVING max(coalesce(t.stop_day, {{ end_of_time }})) <= least(p.to_day, p.observed_until)
) AS e
JOIN treatment AS t ON t.patient_id = e.patient_id AND t.line_number = e.line_number AND t.stop_day = e.ended
WHERE e.ended >= e.from_day
