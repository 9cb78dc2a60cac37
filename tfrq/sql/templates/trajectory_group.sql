-- How it went on with each patient by a day after the index: with the event, without it, or not known.
SELECT p.patient_id,
       CASE WHEN f.holds AND f.state = 'event' AND f.time <= {{ horizon }} THEN {{ event }}
            WHEN f.holds AND f.time > {{ horizon }} THEN {{ event_free }}
            WHEN f.holds IS NULL THEN {{ outside }} ELSE {{ not_known }} END AS stratum
FROM patients AS p
LEFT JOIN {{ followed }} AS f ON f.patient_id = p.patient_id
