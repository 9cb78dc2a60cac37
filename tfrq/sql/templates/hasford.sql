-- Euro (Hasford) score: low <= 780, intermediate <= 1480 (domain §5.1).
SELECT patient_id, hasford_reported AS reported,
       CASE WHEN score <= 780 THEN 'low' WHEN score <= 1480 THEN 'intermediate'
            WHEN score IS NOT NULL THEN 'high' END AS computed
FROM (
    SELECT patient_id, hasford_reported,
           1000 * (0.6666 * CASE WHEN age >= 50 THEN 1 WHEN age IS NOT NULL THEN 0 END
                   + 0.0420 * spleen + 0.0584 * blasts + 0.0413 * eosinophils
                   + 0.2039 * CASE WHEN basophils >= 3 THEN 1 WHEN basophils IS NOT NULL THEN 0 END
                   + 1.0956 * CASE WHEN platelets >= 1500 THEN 1 WHEN platelets IS NOT NULL THEN 0 END) AS score
    FROM baseline
) AS scored
