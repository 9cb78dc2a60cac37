-- Who is on the curve (true), left out of it, by the landmark too (false), or not in the cohort (survival, rules 5 to 7).
SELECT subject_id, patient_id, index_day, origin_day, state, time,
       CASE WHEN holds THEN state <> 'left out' AND time > 0 END AS holds
FROM outcome
