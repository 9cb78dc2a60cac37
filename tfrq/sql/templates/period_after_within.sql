-- Period: the days next after an anchor; unfinished where the observation ends inside it (semantics §2, §3).
SELECT subject_id, patient_id, diagnosis_day, observed_until,
       anchor_day + {{ shift }} AS from_day, anchor_day + {{ days }} AS to_day,
       anchor_day + {{ days }} > observed_until AND NOT died AS unfinished
FROM {{ anchor }}
