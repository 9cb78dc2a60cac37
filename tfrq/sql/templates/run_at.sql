-- The run that reaches a day: its first and last test, their number, and how far back it may go
-- where gaps are bridged (semantics §4).
SELECT subject_id, patient_id, anchor_day, max(day) AS last_day, 1 AS run,
       CASE WHEN max(day) > max(failed_before) THEN max(CASE WHEN starts_run THEN day END) END AS first_day,
       max(CASE WHEN starts_run AND (previous_day > failed_before) IS NOT TRUE THEN day END) AS bridged_from,
       max(failed_before) = {{ start_of_time }} AS from_the_start,
       max(place) - max(CASE WHEN starts_run THEN place END) + 1 AS tests,
       max(CASE WHEN outcome = 1 THEN day END) AS unverified_day
FROM (
    SELECT *, meets AND day > failed_before
               AND (previous_day > failed_before AND day - previous_day <= {{ gap }}) IS NOT TRUE AS starts_run
    FROM (
        SELECT a.subject_id, a.patient_id, a.anchor_day, r.day, r.meets, dense_rank() OVER in_order AS place,
               max(r.outcome) OVER (PARTITION BY a.subject_id ORDER BY r.day RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS outcome,
               lag(r.day) OVER in_order AS previous_day,
               coalesce(last_value(CASE WHEN NOT r.meets THEN r.day END IGNORE NULLS)
                   OVER (in_order ROWS UNBOUNDED PRECEDING), {{ start_of_time }}) AS failed_before
        FROM {{ anchor }} AS a
        JOIN {{ results }} AS r ON r.patient_id = a.patient_id AND r.day <= a.anchor_day
        WINDOW in_order AS (PARTITION BY a.subject_id ORDER BY r.day, r.meets)
    ) AS ordered
) AS marked
GROUP BY subject_id, patient_id, anchor_day
