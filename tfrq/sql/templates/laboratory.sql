-- The latest value of a marker, if young enough, compared; values of one day that disagree leave it open (semantics §6).
SELECT a.subject_id,
       CASE WHEN min(v.value) >= {{ least }} AND max(v.value) <= {{ most }} THEN TRUE
            WHEN max(CASE WHEN v.value IS NULL THEN NULL WHEN v.value BETWEEN {{ least }} AND {{ most }} THEN 1 ELSE 0 END) = 0 THEN FALSE END AS holds,
       max(v.sample_day) AS first_day, max(v.sample_day) AS last_day, CAST(NULL AS INTEGER) AS days,
       nullif(count(v.value), 0) AS tests, max(v.value) AS value, CASE WHEN count(v.value) > 0 THEN {{ unit }} END AS basis
FROM subject AS a
LEFT JOIN {{ values }} AS v ON v.subject_id = a.subject_id
    AND coalesce(v.sample_day = v.latest_day AND v.anchor_day - v.latest_day <= {{ carry }}, TRUE)
GROUP BY a.subject_id
