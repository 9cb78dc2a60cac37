-- Period: up to an anchor, however old (semantics §2).
SELECT subject_id, patient_id, diagnosis_day, observed_until,
       CASE WHEN anchor_day IS NOT NULL THEN {{ start_of_time }} END AS from_day, anchor_day AS to_day, FALSE AS unfinished
FROM {{ anchor }}
