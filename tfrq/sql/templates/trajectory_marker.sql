-- Values of a marker in one unit, in days from the index.
SELECT u.subject_id, l.sample_day - u.index_day AS day, l.value
FROM {{ until }} AS u
JOIN labs AS l ON l.patient_id = u.patient_id AND l.marker = {{ marker }} AND l.unit = {{ unit }}
    AND l.sample_day <= u.until_day
