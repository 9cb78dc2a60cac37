-- The TKI on at the index (without one: at the end of the observation), else the one stopped last (semantics §5, §7).
SELECT p.patient_id,
       CASE WHEN max(s.patient_id) IS NULL THEN {{ no_index }}
            WHEN min(d.drug) = max(d.drug) THEN min(d.drug)
            WHEN min(d.drug) < max(d.drug) THEN {{ several }} END AS stratum
FROM patients AS p
LEFT JOIN subject AS s ON s.patient_id = p.patient_id
LEFT JOIN (
    SELECT patient_id, drug, rank() OVER (PARTITION BY patient_id ORDER BY stopped DESC) AS place
    FROM (
        SELECT t.patient_id, t.drug,
               CASE WHEN t.stop_day <= coalesce(s.index_day, o.observed_until) THEN t.stop_day
                    ELSE {{ end_of_time }} END AS stopped
        FROM treatment AS t
        JOIN observed AS o ON o.patient_id = t.patient_id
        JOIN subject AS s ON s.patient_id = t.patient_id
        WHERE t.drug IN ({{ tkis }}) AND t.start_day <= coalesce(s.index_day, o.observed_until)
    ) AS taken
) AS d ON d.patient_id = p.patient_id AND d.place = 1
GROUP BY p.patient_id
