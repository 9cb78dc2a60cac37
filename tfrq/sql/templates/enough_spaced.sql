-- A run has enough tests, counted at least the spacing apart (semantics §4).
EXISTS (SELECT 1 FROM {{ counted }} AS c WHERE c.subject_id = r.subject_id AND c.run = r.run)