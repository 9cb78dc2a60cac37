-- Period: the days next before an anchor (semantics §2).
SELECT subject_id, patient_id, diagnosis_day, observed_until,
       anchor_day - {{ days }} AS from_day, anchor_day AS to_day, FALSE AS unfinished
FROM {{ anchor }}
