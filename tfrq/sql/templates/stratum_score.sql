-- Risk group: computed, else as the site reported it (semantics §6, §7).
SELECT patient_id, coalesce(computed, reported) AS stratum
FROM {{ score }}
