-- Attempts at treatment-free remission with no TKI on their first day, in order of date (semantics §2).
SELECT a.patient_id, a.stop_day, a.deescalation_day,
       row_number() OVER (PARTITION BY a.patient_id ORDER BY a.stop_day, a.attempt_number) AS ordinal,
       row_number() OVER (PARTITION BY a.patient_id ORDER BY a.stop_day DESC, a.attempt_number DESC) AS from_last
FROM tfr_attempts AS a
JOIN observed AS o ON o.patient_id = a.patient_id AND a.stop_day <= o.observed_until
WHERE NOT EXISTS (
    SELECT 1
    FROM treatments AS t
    WHERE t.patient_id = a.patient_id
      AND t.drug IN ({{ tkis }})
      AND t.start_day <= a.stop_day
      AND coalesce(t.stop_day > a.stop_day, TRUE)
)
