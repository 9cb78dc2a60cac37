-- Runs of a period, and the bridged run that each lies in: all between two failing days. A run is known
-- by its first day (semantics §4).
SELECT subject_id, patient_id, first_day AS run, first_day, last_day, tests,
       min(first_day) OVER bridged AS bridged_from, max(last_day) OVER bridged AS bridged_to,
       unverified_day >= first_day AS unverified
FROM (
    SELECT subject_id, patient_id, day AS last_day, failed_before, unverified_day, ends_run,
           max(CASE WHEN starts_run THEN day END) OVER in_order AS first_day,
           place - max(CASE WHEN starts_run THEN place END) OVER in_order + 1 AS tests
    FROM {{ days }}
    WHERE starts_run OR ends_run
    WINDOW in_order AS (PARTITION BY subject_id ORDER BY day)
) AS bounds
WHERE ends_run
WINDOW bridged AS (PARTITION BY subject_id, failed_before)
