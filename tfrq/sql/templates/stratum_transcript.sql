-- The transcript of patients who have one (semantics §7).
SELECT patient_id,
       CASE WHEN min(transcript) = max(transcript) THEN min(transcript)
            WHEN min(transcript) < max(transcript) THEN {{ several }} END AS stratum
FROM transcript_set
GROUP BY patient_id
