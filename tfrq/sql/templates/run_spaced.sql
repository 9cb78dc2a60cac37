-- Runs, each with how many of its tests are counted, and the last of these (semantics §4).
SELECT r.*, c.counted, c.day AS counted_day
FROM {{ runs }} AS r
LEFT JOIN {{ counted }} AS c ON c.subject_id = r.subject_id AND c.run = r.run
