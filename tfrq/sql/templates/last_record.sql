-- Latest dated record up to the data cut, of patients without a last contact (semantics §2).
SELECT r.patient_id, max(r.day) AS day
FROM (
    SELECT patient_id, diagnosis_day AS day FROM patients
    UNION ALL SELECT patient_id, start_day FROM treatments
    UNION ALL SELECT patient_id, stop_day FROM treatments
    UNION ALL SELECT patient_id, test_day FROM molecular
    UNION ALL SELECT patient_id, stop_day FROM tfr_attempts
    UNION ALL SELECT patient_id, deescalation_day FROM tfr_attempts
    UNION ALL SELECT patient_id, event_day FROM events
    UNION ALL SELECT patient_id, sample_day FROM labs
) AS r
JOIN observed AS o ON o.patient_id = r.patient_id
WHERE o.last_contact_day IS NULL AND r.day <= o.data_cut_day
GROUP BY r.patient_id
