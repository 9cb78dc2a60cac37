-- The clipped stretches, interruptions of at most the gap bridged (semantics §5).
SELECT subject_id, min(start_day) AS start_day, max(end_day) AS end_day, to_day, observed_until, unfinished
FROM (
    SELECT e.*, sum(CASE WHEN start_day - ended_before <= {{ gap }} THEN 0 ELSE 1 END)
                    OVER (PARTITION BY subject_id ORDER BY start_day ROWS UNBOUNDED PRECEDING) AS stretch
    FROM (
        SELECT subject_id, start_day, end_day, to_day, observed_until, unfinished,
               lag(end_day) OVER (PARTITION BY subject_id ORDER BY start_day) AS ended_before
        FROM {{ exposure }}
    ) AS e
) AS numbered
GROUP BY subject_id, stretch, to_day, observed_until, unfinished
