-- Six criteria for everybody who is alive and followed at the data cut
WITH seen AS (
    SELECT p.patient_id, p.country, p.phase, p.birth_year, s.data_cut_day, e.death, e.contact,
           least(s.data_cut_day, coalesce(e.death, e.contact)) AS until,
           CASE WHEN p.diagnosis_day <= least(s.data_cut_day, coalesce(e.death, e.contact)) THEN p.diagnosis_day END AS diagnosis
    FROM patients AS p
    JOIN sites AS s USING (site)
    LEFT JOIN (
        SELECT patient_id, max(event_day) FILTER (event = 'death') AS death,
               max(event_day) FILTER (event = 'last contact') AS contact
        FROM events WHERE event IN ('death', 'last contact') GROUP BY patient_id
    ) AS e USING (patient_id)
),
latest AS (
    SELECT patient_id, max(day) AS day
    FROM (
        SELECT patient_id, diagnosis_day AS day FROM patients
        UNION ALL SELECT patient_id, start_day FROM treatments
        UNION ALL SELECT patient_id, stop_day FROM treatments
        UNION ALL SELECT patient_id, test_day FROM molecular
        UNION ALL SELECT patient_id, stop_day FROM tfr_attempts
        UNION ALL SELECT patient_id, deescalation_day FROM tfr_attempts
        UNION ALL SELECT patient_id, event_day FROM events
        UNION ALL SELECT patient_id, sample_day FROM labs
    ) JOIN seen AS s USING (patient_id)
    WHERE s.contact IS NULL AND s.death IS NULL AND day <= s.data_cut_day
    GROUP BY patient_id
),
living AS (
    SELECT s.*, s.until AS day
    FROM seen AS s LEFT JOIN latest AS l USING (patient_id)
    WHERE s.death IS NULL AND s.data_cut_day - coalesce(s.contact, l.day) <= 365
),
tki AS (
    SELECT t.patient_id, t.line_number, t.drug, t.start_day, t.stop_day, t.stop_reason
    FROM treatments AS t
    JOIN living AS s ON s.patient_id = t.patient_id AND t.start_day <= s.until
),
known AS (
    SELECT patient_id, min(start_day) FILTER (drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')) AS first_tki FROM tki GROUP BY patient_id
),
exposed AS (
    SELECT patient_id, sum(greatest(end_day - greatest(start_day, coalesce(covered, start_day)), 0)) AS days
    FROM (
        SELECT patient_id, start_day, end_day,
               max(end_day) OVER (PARTITION BY patient_id ORDER BY start_day, end_day
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
        FROM (
            SELECT t.patient_id, t.start_day, least(coalesce(t.stop_day, s.day), s.day) AS end_day
            FROM tki AS t JOIN living AS s ON s.patient_id = t.patient_id AND t.start_day < s.day
            WHERE t.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib'))
    )
    GROUP BY patient_id
),
days AS (
    SELECT patient_id, test_day AS day, max(result) = 1 AS meets
    FROM (
        SELECT m.patient_id, m.test_day,
               CASE WHEN scale = 'IS' AND detected IS NOT FALSE
                         AND (operator = '=' AND value > 0.01 OR operator IN ('>', '>=') AND value >= 0.01) THEN 2
                    WHEN CASE reference_gene WHEN 'ABL1' THEN reference_copies < 10000
                                             WHEN 'GUSB' THEN reference_copies < 24000 END THEN 0
                    WHEN scale = 'IS' AND (operator = '=' AND value > 0 AND detected IS NOT FALSE
                                           OR operator IN ('<', '<=') AND value <= 0.01)
                         OR reported_level IN ('MR4', 'MR4.5', 'MR5') THEN 1
                    WHEN reference_gene IN ('ABL1', 'GUSB') AND reference_copies IS NOT NULL
                         AND (NOT detected OR detected IS NULL AND operator = '=' AND value = 0) THEN 1
                    ELSE 0 END AS result
        FROM molecular AS m
        JOIN living AS s ON s.patient_id = m.patient_id AND m.test_day <= s.day
    )
    WHERE result > 0
    GROUP BY patient_id, test_day
),
response AS (
    SELECT patient_id, max(day) AS last, max(day) FILTER (NOT meets) AS failed,
           max(day) FILTER (meets AND (before IS NULL OR day - before > 365)) AS began,
           max(day) FILTER (meets AND before IS NULL) AS bridged
    FROM (
        SELECT d.patient_id, d.day, d.meets, lag(CASE WHEN d.meets THEN d.day END) OVER w AS before
        FROM days AS d
        WINDOW w AS (PARTITION BY d.patient_id ORDER BY d.day)
    )
    GROUP BY patient_id
),
advanced AS (
    SELECT DISTINCT e.patient_id
    FROM events AS e JOIN living AS s ON s.patient_id = e.patient_id AND e.event_day <= s.day
    WHERE e.event IN ('accelerated phase', 'blast phase')
),
usable AS (
    SELECT a.patient_id, a.stop_day
    FROM tfr_attempts AS a
    JOIN seen AS s ON s.patient_id = a.patient_id AND a.stop_day <= s.until
    WHERE NOT EXISTS (
        FROM treatments AS t WHERE t.patient_id = a.patient_id AND t.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
        AND t.start_day <= a.stop_day AND (t.stop_day IS NULL OR t.stop_day > a.stop_day))
),
previous AS (
    SELECT DISTINCT u.patient_id FROM usable AS u JOIN living AS s ON s.patient_id = u.patient_id AND u.stop_day < s.day
),
answered AS (
    SELECT s.country,
           year(DATE '1970-01-01' + s.diagnosis) - s.birth_year >= 18
           AND s.phase = 'chronic'
           AND NOT CASE WHEN v.patient_id IS NOT NULL
                         OR s.phase IN ('accelerated', 'blast') AND coalesce(s.diagnosis, -1000000) <= s.day THEN TRUE
                    WHEN s.phase IS NOT NULL THEN FALSE END
           AND CASE WHEN k.patient_id IS NOT NULL THEN coalesce(x.days, 0) >= 1095 END
           AND CASE WHEN r.last IS NULL OR s.day - r.last > 365 THEN NULL
                WHEN r.last = r.failed OR NOT coalesce(TRUE, FALSE) THEN FALSE
                WHEN s.day - r.began >= 730 THEN TRUE
                WHEN s.day - CASE WHEN r.failed IS NULL
                                  THEN least(r.bridged, coalesce(k.first_tki, s.diagnosis, -1000000))
                                  ELSE r.bridged END < 730 THEN FALSE END
           AND w.patient_id IS NULL AS holds
    FROM living AS s
    LEFT JOIN known AS k USING (patient_id)
    LEFT JOIN exposed AS x USING (patient_id)
    LEFT JOIN response AS r USING (patient_id)
    LEFT JOIN advanced AS v USING (patient_id)
    LEFT JOIN previous AS w USING (patient_id)
)
SELECT country, count(*) FILTER (holds) AS met, count(*) FILTER (NOT holds) AS not_met,
       count(*) FILTER (holds IS NULL) AS not_assessable
FROM answered
GROUP BY country
ORDER BY country
