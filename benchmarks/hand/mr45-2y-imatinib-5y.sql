-- MR4.5 for >= 2 years and imatinib >= 5 years, anywhere in the record
WITH seen AS (
    SELECT p.patient_id, p.country, s.data_cut_day, e.death, e.contact,
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
days AS (
    SELECT patient_id, test_day AS day, max(result) = 1 AS meets
    FROM (
        SELECT m.patient_id, m.test_day,
               CASE WHEN scale = 'IS' AND detected IS NOT FALSE
                         AND (operator = '=' AND value > 0.0032 OR operator IN ('>', '>=') AND value >= 0.0032) THEN 2
                    WHEN CASE reference_gene WHEN 'ABL1' THEN reference_copies < 32000
                                             WHEN 'GUSB' THEN reference_copies < 77000 END THEN 0
                    WHEN scale = 'IS' AND (operator = '=' AND value > 0 AND detected IS NOT FALSE
                                           OR operator IN ('<', '<=') AND value <= 0.0032)
                         OR reported_level IN ('MR4.5', 'MR5') THEN 1
                    WHEN reference_gene IN ('ABL1', 'GUSB') AND reference_copies IS NOT NULL
                         AND (NOT detected OR detected IS NULL AND operator = '=' AND value = 0) THEN 1
                    ELSE 0 END AS result
        FROM molecular AS m
        JOIN seen AS s ON s.patient_id = m.patient_id AND m.test_day <= s.until
    )
    WHERE result > 0
    GROUP BY patient_id, test_day
),
tki AS (
    SELECT t.patient_id, t.line_number, t.drug, t.start_day, t.stop_day, t.stop_reason
    FROM treatments AS t
    JOIN seen AS s ON s.patient_id = t.patient_id AND t.start_day <= s.until
),
known AS (
    SELECT patient_id, min(start_day) FILTER (drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')) AS first_tki FROM tki GROUP BY patient_id
),
imatinib AS (
    SELECT patient_id, sum(greatest(end_day - greatest(start_day, coalesce(covered, start_day)), 0)) AS days
    FROM (
        SELECT patient_id, start_day, end_day,
               max(end_day) OVER (PARTITION BY patient_id ORDER BY start_day, end_day
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
        FROM (
            SELECT t.patient_id, t.start_day, least(coalesce(t.stop_day, s.until), s.until) AS end_day
            FROM tki AS t JOIN seen AS s ON s.patient_id = t.patient_id AND t.start_day < s.until
            WHERE t.drug IN ('imatinib'))
    )
    GROUP BY patient_id
),
marked AS (
    SELECT patient_id, day, meets,
           meets AND (lag(meets) OVER w IS NOT TRUE OR day - lag(day) OVER w > 365) AS starts,
           count(CASE WHEN NOT meets THEN 1 END) OVER (w ROWS UNBOUNDED PRECEDING) AS failures
    FROM days
    WINDOW w AS (PARTITION BY patient_id ORDER BY day)
),
runs AS (
    SELECT patient_id, failures, run, min(day) AS first_day, max(day) AS last_day
    FROM (
        SELECT patient_id, day, failures,
               count(CASE WHEN starts THEN 1 END) OVER (PARTITION BY patient_id ORDER BY day ROWS UNBOUNDED PRECEDING) AS run
        FROM marked WHERE meets
    )
    GROUP BY patient_id, failures, run
),
bridged AS (
    SELECT patient_id, failures, min(first_day) AS first_day, max(last_day) AS last_day,
           max(last_day - first_day) AS documented
    FROM runs GROUP BY patient_id, failures
),
response AS (
    SELECT b.patient_id, max(b.documented) AS documented,
           max(b.last_day - CASE WHEN b.failures = 0
               THEN least(b.first_day, coalesce(k.first_tki, s.diagnosis, -1000000)) ELSE b.first_day END) AS possible
    FROM bridged AS b
    JOIN seen AS s USING (patient_id)
    LEFT JOIN known AS k USING (patient_id)
    GROUP BY b.patient_id
),
informed AS (SELECT DISTINCT patient_id FROM days),
answered AS (
    SELECT s.country,
           CASE WHEN i.patient_id IS NULL THEN NULL
                WHEN r.documented >= 730 THEN TRUE
                WHEN r.documented IS NULL OR r.possible < 730 THEN FALSE END
           AND CASE WHEN k.patient_id IS NOT NULL THEN coalesce(x.days, 0) >= 1826 END AS holds
    FROM seen AS s
    LEFT JOIN informed AS i USING (patient_id)
    LEFT JOIN response AS r USING (patient_id)
    LEFT JOIN known AS k USING (patient_id)
    LEFT JOIN imatinib AS x USING (patient_id)
)
SELECT country, count(*) FILTER (holds) AS met, count(*) FILTER (NOT holds) AS not_met,
       count(*) FILTER (holds IS NULL) AS not_assessable
FROM answered
GROUP BY country
ORDER BY country
