-- One value of each subject and band, as the sum of those of its day and how many they are.
SELECT subject_id, band, sum(value) AS total, count(*) AS results
FROM {{ nearest }}
GROUP BY subject_id, band
