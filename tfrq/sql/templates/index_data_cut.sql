-- Index: observed until, of the living who were last seen within 12 months of the data cut (semantics §2).
SELECT o.patient_id AS subject_id, o.patient_id, o.observed_until AS index_day,
       CAST(NULL AS INTEGER) AS deescalation_day
FROM observed AS o
LEFT JOIN last_record AS r ON r.patient_id = o.patient_id
WHERE o.death_day IS NULL
  AND o.data_cut_day - coalesce(o.last_contact_day, r.day) <= {{ days }}
