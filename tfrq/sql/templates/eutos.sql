-- EUTOS score: low <= 87 (domain §5.1).
SELECT patient_id, eutos_reported AS reported,
       CASE WHEN 7 * basophils + 4 * spleen <= 87 THEN 'low'
            WHEN 7 * basophils + 4 * spleen IS NOT NULL THEN 'high' END AS computed
FROM baseline
