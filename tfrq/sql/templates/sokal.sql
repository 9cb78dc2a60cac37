-- Sokal score: low < 0.8, high > 1.2 (domain §5.1).
SELECT patient_id, sokal_reported AS reported,
       CASE WHEN score < 0.8 THEN 'low' WHEN score <= 1.2 THEN 'intermediate'
            WHEN score IS NOT NULL THEN 'high' END AS computed
FROM (
    SELECT patient_id, sokal_reported,
           exp(0.0116 * (age - 43.4) + 0.0345 * (spleen - 7.51)
               + 0.1880 * (power(platelets / 700.0, 2) - 0.563) + 0.0887 * (blasts - 2.10)) AS score
    FROM baseline
) AS scored
