-- Days on which a TKI was stopped: no other record of the same drug is running (semantics §5).
SELECT t.patient_id, t.drug, t.stop_day
FROM treatment AS t
WHERE t.stop_day IS NOT NULL
  AND t.drug IN ({{ tkis }})
  AND NOT EXISTS (
    SELECT 1
    FROM treatment AS u
    WHERE u.patient_id = t.patient_id
      AND u.drug = t.drug
      AND u.start_day <= t.stop_day
      AND coalesce(u.stop_day > t.stop_day, TRUE)
)
