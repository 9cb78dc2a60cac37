-- Informative tests of a period at which a run begins or ends, its first and its last one; meeting tests
-- of a day that fails are in no run (semantics §4).
SELECT subject_id, patient_id, day, place, failed_before, unverified_day, starts_run, ends_run
FROM (
    SELECT *,
           meets AND day > failed_before
               AND (previous_day > failed_before AND day - previous_day <= {{ gap }}) IS NOT TRUE AS starts_run,
           meets AND day > failed_before AND (next_meets AND next_day - day <= {{ gap }}) IS NOT TRUE AS ends_run,
           max(CASE WHEN outcome = 1 THEN day END)
               OVER (PARTITION BY subject_id ORDER BY day) AS unverified_day
    FROM (
        SELECT p.subject_id, p.patient_id, r.day, r.meets, dense_rank() OVER in_order AS place,
               max(r.outcome) OVER (PARTITION BY p.subject_id ORDER BY r.day RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS outcome,
               lag(r.day) OVER in_order AS previous_day,
               lead(r.day) OVER in_order AS next_day, lead(r.meets) OVER in_order AS next_meets,
               coalesce(last_value(CASE WHEN NOT r.meets THEN r.day END IGNORE NULLS)
                   OVER (in_order ROWS UNBOUNDED PRECEDING), {{ start_of_time }}) AS failed_before
        FROM {{ period }} AS p
        JOIN {{ results }} AS r ON r.patient_id = p.patient_id AND r.day BETWEEN p.from_day AND p.to_day
        WINDOW in_order AS (PARTITION BY p.subject_id ORDER BY r.day, r.meets)
    ) AS ordered
) AS marked
WHERE starts_run OR ends_run OR previous_day IS NULL OR next_day IS NULL
