-- How long before an anchor the response was first shown, whatever came between (semantics §4).
SELECT a.subject_id,
       CASE WHEN count(d.day) > 0
            THEN coalesce(a.anchor_day - min(CASE WHEN d.meets THEN d.day END) BETWEEN {{ least }} AND {{ most }}, FALSE)
            END AS holds,
       min(CASE WHEN d.meets THEN d.day END) AS first_day, min(CASE WHEN d.meets THEN d.day END) AS last_day,
       a.anchor_day - min(CASE WHEN d.meets THEN d.day END) AS days, nullif(count(d.day), 0) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value,
       CASE WHEN min(CASE WHEN d.outcome = 1 THEN d.day END) = min(CASE WHEN d.meets THEN d.day END)
            THEN 'depth not verified' END AS basis
FROM {{ anchor }} AS a
LEFT JOIN {{ days }} AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
GROUP BY a.subject_id, a.anchor_day
