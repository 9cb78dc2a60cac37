-- Length of the response on a day, documented and possible (semantics §4).
SELECT a.subject_id, a.anchor_day - r.last_day <= {{ gap }} AS assessable, FALSE AS unfinished,
       0 AS reachable, r.first_day, r.last_day,
       CASE WHEN r.first_day IS NOT NULL THEN r.tests END AS tests, r.unverified_day >= r.first_day AS unverified,
       CASE WHEN {{ enough }} THEN a.anchor_day - r.first_day END AS documented,
       a.anchor_day - CASE WHEN r.from_the_start
           THEN least(r.bridged_from, coalesce(t.tki_start_day, a.diagnosis_day, {{ start_of_time }}))
           ELSE r.bridged_from END AS possible
FROM {{ anchor }} AS a
LEFT JOIN {{ runs }} AS r ON r.subject_id = a.subject_id
LEFT JOIN tki_start AS t ON t.patient_id = a.patient_id
