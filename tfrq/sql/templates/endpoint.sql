-- Whether an endpoint happened in a period (semantics §3, §4, §8).
SELECT subject_id,
       CASE WHEN known AND event_day IS NOT NULL THEN TRUE
            WHEN known AND informed AND NOT unfinished THEN FALSE END AS holds,
       event_day AS first_day, event_day AS last_day, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS tests,
       CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
FROM {{ event }}
