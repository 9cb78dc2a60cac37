-- Values of a marker in a unit, up to an anchor, each with the latest day (semantics §6).
SELECT a.subject_id, a.anchor_day, l.sample_day, l.value,
       max(l.sample_day) OVER (PARTITION BY a.subject_id) AS latest_day
FROM {{ anchor }} AS a
JOIN labs AS l ON l.patient_id = a.patient_id AND l.marker = {{ marker }} AND l.unit = {{ unit }}
    AND l.sample_day <= a.anchor_day AND l.sample_day <= a.observed_until
