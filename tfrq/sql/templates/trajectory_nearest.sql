-- Of each band of days the values of the day nearest to its middle, the earlier of two.
SELECT subject_id, band, value
FROM (
    SELECT subject_id, band, value, distance, min(distance) OVER (PARTITION BY subject_id, band) AS least_distance
    FROM (
        SELECT v.subject_id, b.band, v.value,
               2 * abs(2 * v.day - b.after_day - b.to_day) + CASE WHEN 2 * v.day > b.after_day + b.to_day THEN 1 ELSE 0 END AS distance
        FROM {{ values }} AS v
        JOIN (VALUES {{ bands }}) AS b (band, after_day, to_day) ON v.day > b.after_day AND v.day <= b.to_day
    ) AS placed
) AS ranked
WHERE distance = least_distance
