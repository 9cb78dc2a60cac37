-- ELTS score: low <= 1.5680, intermediate <= 2.2185 (domain §5.1).
SELECT patient_id, elts_reported AS reported,
       CASE WHEN score <= 1.5680 THEN 'low' WHEN score <= 2.2185 THEN 'intermediate'
            WHEN score IS NOT NULL THEN 'high' END AS computed
FROM (
    SELECT patient_id, elts_reported,
           0.0025 * power(age / 10.0, 3) + 0.0615 * spleen + 0.1052 * blasts
               + 0.4104 * power(platelets / 1000.0, -0.5) AS score
    FROM baseline
) AS scored
