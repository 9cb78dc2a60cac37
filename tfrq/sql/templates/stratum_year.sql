-- Year of the index (semantics §7).
SELECT p.patient_id,
       CASE WHEN s.index_day IS NULL THEN {{ no_index }}
            WHEN extract(YEAR FROM DATE '1970-01-01' + s.index_day) < {{ first }} THEN {{ earlier }}
            ELSE CAST(extract(YEAR FROM DATE '1970-01-01' + s.index_day) AS VARCHAR) END AS stratum
FROM patients AS p
LEFT JOIN subject AS s ON s.patient_id = p.patient_id
