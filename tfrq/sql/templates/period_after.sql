-- Period: from an anchor to the end of the observation (semantics §2).
SELECT subject_id, patient_id, diagnosis_day, observed_until,
       anchor_day + {{ shift }} AS from_day,
       CASE WHEN anchor_day IS NOT NULL THEN observed_until END AS to_day, FALSE AS unfinished
FROM {{ anchor }}
