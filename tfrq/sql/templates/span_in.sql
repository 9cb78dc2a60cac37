-- Longest response of a period, documented, possible, and reachable while it is unfinished (semantics §3, §4).
SELECT p.subject_id, i.subject_id IS NOT NULL AS assessable, p.unfinished,
       CASE WHEN p.observed_until + 1 + {{ spacing }} * {{ missing }} <= p.to_day
                 OR bool_or(r.last_day = r.bridged_to AND p.observed_until + 1 - r.last_day <= {{ gap }}
                            AND r.bridged_to > coalesce(i.failed_day, {{ start_of_time }})
                            AND greatest(p.observed_until + 1, r.{{ counted_day }} + {{ spacing }})
                                + {{ spacing }} * ({{ missing }} - r.{{ counted }}) <= p.to_day)
            THEN p.to_day - coalesce(max(CASE WHEN r.bridged_to > coalesce(i.failed_day, {{ start_of_time }})
                     THEN {{ possible_from }} END), p.observed_until + 1) END AS reachable,
       max(CASE WHEN r.enough AND r.place = 1 THEN r.first_day END) AS first_day,
       max(CASE WHEN r.enough AND r.place = 1 THEN r.last_day END) AS last_day,
       max(CASE WHEN r.enough AND r.place = 1 THEN r.tests END) AS tests,
       bool_or(CASE WHEN r.enough AND r.place = 1 THEN r.unverified END) AS unverified,
       max(CASE WHEN r.enough THEN r.length END) AS documented,
       max(CASE WHEN r.enough THEN r.bridged_to - {{ possible_from }} END) AS possible
FROM {{ period }} AS p
LEFT JOIN {{ informed }} AS i ON i.subject_id = p.subject_id
LEFT JOIN (
    SELECT *, row_number() OVER (PARTITION BY subject_id ORDER BY enough DESC, length DESC, first_day) AS place
    FROM (SELECT r.*, {{ enough }} AS enough, r.last_day - r.first_day AS length FROM {{ runs }} AS r) AS measured
) AS r ON r.subject_id = p.subject_id
LEFT JOIN tki_start AS t ON t.patient_id = p.patient_id
GROUP BY p.subject_id, i.subject_id, p.unfinished, p.to_day, p.observed_until
