-- The TKI of the first line, of those without the index too (semantics §7).
SELECT t.patient_id,
       CASE WHEN min(t.drug) = max(t.drug) THEN min(t.drug) ELSE {{ several }} END AS stratum
FROM treatments AS t
JOIN observed AS o ON o.patient_id = t.patient_id AND t.start_day <= o.observed_until
WHERE t.line_number = 1 AND t.drug IN ({{ tkis }})
GROUP BY t.patient_id
