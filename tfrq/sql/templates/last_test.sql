-- The last informative test of a response in the search: after it nothing is known of it (survival, rule 4).
SELECT e.subject_id, max(d.day) AS last_day
FROM {{ search }} AS e
JOIN {{ days }} AS d ON d.patient_id = e.patient_id AND d.day > e.origin_day AND d.day <= e.end_day
GROUP BY e.subject_id
