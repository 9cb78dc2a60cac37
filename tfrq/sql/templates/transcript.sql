-- The set of transcripts is not empty and lies in the list; an unspecified p210 leaves it open (semantics §6).
SELECT s.subject_id,
       CASE WHEN count(t.transcript) = 0 THEN NULL
            WHEN count(CASE WHEN t.transcript NOT IN ({{ transcripts }}) THEN 1 END) = 0 THEN TRUE
            WHEN count(CASE WHEN t.transcript NOT IN ({{ transcripts }})
                             AND t.transcript <> {{ unspecified }} THEN 1 END) = 0 THEN NULL
            ELSE FALSE END AS holds,
       CAST(NULL AS INTEGER) AS first_day, CAST(NULL AS INTEGER) AS last_day, CAST(NULL AS INTEGER) AS days,
       CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value,
       max(t.found) AS basis
FROM subject AS s
LEFT JOIN transcript_set AS t ON t.patient_id = s.patient_id
GROUP BY s.subject_id
