-- Days on any of the drugs, overlapping and adjoining records joined (semantics §5).
SELECT patient_id, min(start_day) AS start_day, max(end_day) AS end_day
FROM (
    SELECT patient_id, start_day, end_day,
           sum(CASE WHEN start_day <= ended_before THEN 0 ELSE 1 END)
               OVER (PARTITION BY patient_id ORDER BY start_day, end_day ROWS UNBOUNDED PRECEDING) AS stretch
    FROM (
        SELECT patient_id, start_day, end_day,
               max(end_day) OVER (PARTITION BY patient_id ORDER BY start_day, end_day
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended_before
        FROM treatment
        WHERE drug IN ({{ drugs }})
    ) AS ordered
) AS numbered
GROUP BY patient_id, stretch
