-- Runs, each with whether enough tests of it were counted (semantics §4).
SELECT r.*, c.run IS NOT NULL AS spaced
FROM {{ runs }} AS r
LEFT JOIN {{ counted }} AS c ON c.subject_id = r.subject_id AND c.run = r.run
