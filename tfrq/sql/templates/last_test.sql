-- The last informative test of a response in the search: after it nothing is known of it (survival, rule 4).
SELECT e.subject_id, max(d.day) AS last_day
FROM {{ search }} AS e
JOIN {{ days }} AS d ON d.patient_id = e.patient_id AND d.day BETWEEN e.from_day AND e.to_day
GROUP BY e.subject_id
