-- The TKI of the first line (semantics §7).
SELECT patient_id,
       CASE WHEN min(drug) = max(drug) THEN min(drug) ELSE {{ several }} END AS stratum
FROM treatment
WHERE line_number = 1 AND drug IN ({{ tkis }})
GROUP BY patient_id
