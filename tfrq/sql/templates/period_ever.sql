-- Period: the whole record (semantics §2).
SELECT subject_id, patient_id, diagnosis_day, observed_until,
       {{ start_of_time }} AS from_day, observed_until AS to_day, FALSE AS unfinished
FROM subject
