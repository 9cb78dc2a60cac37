-- Every patient, and until when they were observed: data cut, death or last contact (semantics §1).
SELECT p.patient_id, p.diagnosis_day, s.data_cut_day, e.death_day, e.last_day AS last_contact_day,
       CASE WHEN e.death_day IS NULL THEN least(s.data_cut_day, coalesce(e.last_day, s.data_cut_day))
            ELSE least(s.data_cut_day, e.death_day) END AS observed_until,
       coalesce(e.death_day <= s.data_cut_day, FALSE) AS died
FROM patients AS p
JOIN sites AS s ON s.site = p.site
LEFT JOIN (
    SELECT patient_id,
           max(CASE WHEN event = 'death' THEN event_day END) AS death_day,
           max(CASE WHEN event = 'last contact' THEN event_day END) AS last_day
    FROM events
    GROUP BY patient_id
) AS e ON e.patient_id = p.patient_id
