-- Who of each stratum left on which day after the origin, and how (survival, rules 3 to 7).
SELECT coalesce(q.stratum, {{ unknown }}) AS stratum, f.time AS day,
       count(CASE WHEN f.state = 'event' THEN 1 END) AS events,
       count(CASE WHEN f.state = 'competing' THEN 1 END) AS competing,
       count(CASE WHEN f.state = 'censored' THEN 1 END) AS censored
FROM on_curve AS f
LEFT JOIN stratum AS q ON q.patient_id = f.patient_id
WHERE f.holds
GROUP BY coalesce(q.stratum, {{ unknown }}), f.time
