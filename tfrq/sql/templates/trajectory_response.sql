-- BCR::ABL1 in days from the index, bounds at their bound, 0 for undetectable: the highest of a day, detected before
-- undetected. A day with nothing but words of detection has no value.
SELECT u.subject_id, t.test_day - u.index_day AS day,
       max(CASE WHEN t.detected IS NULL OR t.detected THEN coalesce(t.exact_value, t.lower_bound, t.upper_bound) ELSE 0 END) AS value
FROM {{ until }} AS u
JOIN test AS t ON t.patient_id = u.patient_id AND t.test_day <= u.until_day
GROUP BY u.subject_id, t.test_day - u.index_day
HAVING max(CASE WHEN t.detected IS NULL OR t.detected THEN coalesce(t.exact_value, t.lower_bound, t.upper_bound) END) > 0
    OR max(CASE WHEN t.detected THEN 1 WHEN t.detected IS NULL THEN NULL ELSE 0 END) = 0
