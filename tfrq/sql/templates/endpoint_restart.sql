-- Restart: the first TKI start off treatment (semantics §8).
SELECT subject_id, restart_day AS event_day, TRUE AS informed, unfinished, to_day IS NOT NULL AS known
FROM {{ restart }}
