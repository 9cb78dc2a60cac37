-- How each subject left: on one day the endpoint wins; without a day of censoring they are left out (survival, rules 3 to 5).
SELECT subject_id, patient_id, index_day, holds, origin_day,
       CASE WHEN censoring_day IS NULL THEN 'left out'
            WHEN event_day <= coalesce(competing_day, event_day) THEN 'event'
            WHEN competing_day IS NOT NULL THEN 'competing'
            ELSE 'censored' END AS state,
       coalesce(least(event_day, competing_day), censoring_day) - origin_day - {{ landmark }} AS time
FROM departure
