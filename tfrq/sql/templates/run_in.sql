-- Runs of a period, and the bridged run that each lies in; a run is known by its first day (semantics §4).
SELECT subject_id, patient_id, first_day AS run, first_day, last_day, tests, bridged_from,
       max(last_day) OVER (PARTITION BY subject_id, bridged_from) AS bridged_to
FROM (
    SELECT subject_id, patient_id, day AS last_day, ends_run,
           CASE WHEN starts_run THEN day ELSE lag(day) OVER in_order END AS first_day,
           CASE WHEN starts_run THEN 1 ELSE position - lag(position) OVER in_order + 1 END AS tests,
           max(CASE WHEN starts_bridge THEN day END) OVER (in_order ROWS UNBOUNDED PRECEDING) AS bridged_from
    FROM {{ days }}
    WHERE starts_run OR ends_run
    WINDOW in_order AS (PARTITION BY subject_id ORDER BY day)
) AS bounds
WHERE ends_run
