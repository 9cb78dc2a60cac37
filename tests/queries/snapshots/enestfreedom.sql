WITH observed AS (
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
),
attempt AS (
    -- Attempts at treatment-free remission with no TKI on their first day, in order of date (semantics §2).
    SELECT a.patient_id, a.stop_day, a.deescalation_day,
           row_number() OVER (PARTITION BY a.patient_id ORDER BY a.stop_day, a.attempt_number) AS ordinal,
           row_number() OVER (PARTITION BY a.patient_id ORDER BY a.stop_day DESC, a.attempt_number DESC) AS from_last
    FROM tfr_attempts AS a
    JOIN observed AS o ON o.patient_id = a.patient_id AND a.stop_day <= o.observed_until
    WHERE NOT EXISTS (
        SELECT 1
        FROM treatments AS t
        WHERE t.patient_id = a.patient_id
          AND t.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
          AND t.start_day <= a.stop_day
          AND coalesce(t.stop_day > a.stop_day, TRUE)
    )
),
indexed AS (
    -- Index: the first TKI-free day of one attempt, counted from the first (semantics §2).
    SELECT patient_id AS subject_id, patient_id, stop_day AS index_day, deescalation_day
    FROM attempt
    WHERE ordinal = 1
),
subject AS (
    -- Who is judged, at which day, and until when they were observed (semantics §1, §2).
    SELECT i.subject_id, i.patient_id, i.index_day, i.deescalation_day,
           CASE WHEN o.diagnosis_day <= o.observed_until THEN o.diagnosis_day END AS diagnosis_day,
           o.observed_until, o.died
    FROM indexed AS i
    JOIN observed AS o ON o.patient_id = i.patient_id
),
treatment AS (
    -- Treatments that began within the observation; an ongoing one runs to its end (semantics §1).
    SELECT t.patient_id, t.line_number, t.drug, t.stop_reason, t.start_day, t.stop_day,
           least(coalesce(t.stop_day, o.observed_until), o.observed_until) AS end_day
    FROM treatments AS t
    JOIN subject AS o ON o.patient_id = t.patient_id AND t.start_day <= o.observed_until
),
treated AS (
    -- Patients with any treatment record: of the others nothing is known about drugs (semantics §3).
    SELECT DISTINCT patient_id, TRUE AS known
    FROM treatment
),
line_start AS (
    -- When each TKI line began (semantics §5).
    SELECT patient_id, line_number, min(start_day) AS start_day
    FROM treatment
    WHERE line_number IS NOT NULL
    GROUP BY patient_id, line_number
),
anchor_index AS (
    -- Anchor: the index (semantics §2).
    SELECT subject_id, patient_id, index_day AS anchor_day, diagnosis_day, observed_until, died
    FROM subject
),
period_before_1 AS (
    -- Period: up to an anchor, however old (semantics §2).
    SELECT subject_id, patient_id, diagnosis_day, observed_until,
           CASE WHEN anchor_day IS NOT NULL THEN -1000000 END AS from_day, anchor_day AS to_day, FALSE AS unfinished
    FROM anchor_index
),
stretch_1 AS (
    -- Days on any of the drugs, overlapping and adjoining records joined (semantics §5).
    SELECT patient_id, min(start_day) AS start_day, max(end_day) AS end_day
    FROM (
        SELECT patient_id, start_day, end_day,
               sum(CASE WHEN start_day <= ended_before THEN 0 ELSE 1 END)
                   OVER (PARTITION BY patient_id ORDER BY start_day, end_day ROWS UNBOUNDED PRECEDING) AS stretch
        FROM (
            SELECT patient_id, start_day, end_day,
                   max(end_day) OVER (PARTITION BY patient_id ORDER BY start_day, end_day
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended_before
            FROM treatment
            WHERE drug IN ('nilotinib')
        ) AS ordered
    ) AS numbered
    GROUP BY patient_id, stretch
),
exposure_in_1 AS (
    -- The stretches clipped to a period (semantics §5).
    SELECT p.subject_id, p.to_day, p.observed_until, p.unfinished,
           greatest(s.start_day, p.from_day) AS start_day, least(s.end_day, p.to_day) AS end_day
    FROM period_before_1 AS p
    JOIN stretch_1 AS s ON s.patient_id = p.patient_id
    WHERE p.to_day IS NOT NULL AND least(s.end_day, p.to_day) > greatest(s.start_day, p.from_day)
),
cumulative_1 AS (
    -- Days on the drugs in a period, and how many they may become while it is unfinished (semantics §3, §5).
    SELECT subject_id, min(start_day) AS first_day, max(end_day) AS last_day,
           sum(end_day - start_day) AS days,
           sum(end_day - start_day) + max(CASE WHEN unfinished THEN to_day - observed_until ELSE 0 END) AS possible
    FROM exposure_in_1
    GROUP BY subject_id
),
test AS (
    -- Tests as semantics §4 reads them. depth: 0 shows 0.1 %, 1 MR4, 2 MR4.5, 3 MR5; NULL not known.
    SELECT m.patient_id, m.test_day,
           CASE WHEN m.reference_gene IS NOT NULL THEN m.reference_copies END AS reference_copies,
           CASE WHEN m.detected IS NOT NULL THEN m.detected
                WHEN m.operator = '=' THEN m.value > 0
                WHEN m.operator IN ('>', '>=') THEN TRUE END AS detected,
           CASE WHEN m.scale = 'IS' AND m.operator = '=' AND m.value > 0 AND coalesce(m.detected, TRUE)
                THEN m.value END AS exact_value,
           CASE WHEN m.scale = 'IS' AND m.operator IN ('>', '>=') AND coalesce(m.detected, TRUE)
                THEN m.value END AS lower_bound,
           CASE WHEN m.scale = 'IS' AND m.operator IN ('<', '<=') THEN m.value
                ELSE l.cutoff END AS upper_bound,
           coalesce(m.operator <> '<', TRUE) AS bound_included,
           CASE m.reference_gene
                WHEN 'ABL1' THEN CASE WHEN m.reference_copies >= 100000 THEN 3 WHEN m.reference_copies >= 32000 THEN 2
                                      WHEN m.reference_copies >= 10000 THEN 1 WHEN m.reference_copies IS NOT NULL THEN 0 END
                WHEN 'GUSB' THEN CASE WHEN m.reference_copies >= 240000 THEN 3 WHEN m.reference_copies >= 77000 THEN 2
                                      WHEN m.reference_copies >= 24000 THEN 1 WHEN m.reference_copies IS NOT NULL THEN 0 END
                END AS depth
    FROM molecular AS m
    SEMI JOIN subject AS o ON o.patient_id = m.patient_id AND m.test_day <= o.index_day
    LEFT JOIN (VALUES ('MR1', 10), ('MR2', 1), ('MR3', 0.1), ('MR4', 0.01), ('MR4.5', 0.0032), ('MR5', 0.001)) AS l (reported_level, cutoff) ON l.reported_level = m.reported_level
),
response_test_1 AS (
    -- What each test says of the response: 3 fails it, 2 meets it, 1 meets it at a depth not verified,
    -- 0 neither (semantics §4). Of the tests of a day the largest counts.
    SELECT patient_id, test_day,
           CASE WHEN exact_value > 0.01 OR lower_bound >= 0.01 THEN 3
                WHEN depth < 1 THEN 0
                WHEN (exact_value IS NOT NULL OR upper_bound <= 0.01 OR NOT detected)
                     AND (1 = 0 OR depth IS NOT NULL) THEN 2
                WHEN (exact_value IS NOT NULL OR upper_bound <= 0.01) AND NOT FALSE
                     OR NOT detected AND FALSE THEN 1
                ELSE 0 END AS outcome
    FROM test
),
response_day_1 AS (
    -- One result per informative day: fails if any test fails, else meets if any meets (semantics §4).
    SELECT patient_id, test_day AS day, max(outcome) < 3 AS meets, max(outcome) AS outcome
    FROM response_test_1
    WHERE outcome > 0
    GROUP BY patient_id, test_day
),
latest_day_1 AS (
    -- Informative days up to an anchor, the latest first (semantics §4).
    SELECT a.subject_id, a.anchor_day, d.day, d.meets, d.outcome,
           row_number() OVER (PARTITION BY a.subject_id ORDER BY d.day DESC) AS place
    FROM anchor_index AS a
    JOIN response_day_1 AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
),
response_test_2 AS (
    -- What each test says of the response: 3 fails it, 2 meets it, 1 meets it at a depth not verified,
    -- 0 neither (semantics §4). Of the tests of a day the largest counts.
    SELECT patient_id, test_day,
           CASE WHEN exact_value > 0.0032 OR lower_bound >= 0.0032 THEN 3
                WHEN depth < 2 THEN 0
                WHEN (exact_value IS NOT NULL OR upper_bound <= 0.0032 OR NOT detected)
                     AND (2 = 0 OR depth IS NOT NULL) THEN 2
                WHEN (exact_value IS NOT NULL OR upper_bound <= 0.0032) AND NOT FALSE
                     OR NOT detected AND FALSE THEN 1
                ELSE 0 END AS outcome
    FROM test
),
response_day_2 AS (
    -- One result per informative day: fails if any test fails, else meets if any meets (semantics §4).
    SELECT patient_id, test_day AS day, max(outcome) < 3 AS meets, max(outcome) AS outcome
    FROM response_test_2
    WHERE outcome > 0
    GROUP BY patient_id, test_day
),
latest_day_2 AS (
    -- Informative days up to an anchor, the latest first (semantics §4).
    SELECT a.subject_id, a.anchor_day, d.day, d.meets, d.outcome,
           row_number() OVER (PARTITION BY a.subject_id ORDER BY d.day DESC) AS place
    FROM anchor_index AS a
    JOIN response_day_2 AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
),
state_at_1 AS (
    -- The latest informative day on or before an anchor (semantics §2, §4).
    SELECT a.subject_id, max(d.day) AS day, arg_max(d.meets, d.day) AS meets,
           arg_max(d.outcome, d.day) AS outcome
    FROM anchor_index AS a
    JOIN response_day_2 AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
    GROUP BY a.subject_id
),
period_before_within_1 AS (
    -- Period: the days next before an anchor (semantics §2).
    SELECT subject_id, patient_id, diagnosis_day, observed_until,
           anchor_day - 365 AS from_day, anchor_day AS to_day, FALSE AS unfinished
    FROM anchor_index
),
criterion_1 AS (
    -- A drug of that TKI line, which began in the period; once the line has begun, that is settled (semantics §5).
    SELECT p.subject_id,
           CASE WHEN k.known IS NULL OR p.to_day IS NULL THEN NULL
                WHEN l.start_day IS NULL AND p.unfinished THEN NULL
                ELSE coalesce(l.start_day BETWEEN p.from_day AND p.to_day AND count(t.drug) > 0, FALSE) END AS holds,
           CASE WHEN p.to_day IS NOT NULL THEN l.start_day END AS first_day,
           CASE WHEN p.to_day IS NOT NULL THEN l.start_day END AS last_day, CAST(NULL AS INTEGER) AS days,
           CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, min(t.drug) AS basis
    FROM period_before_1 AS p
    LEFT JOIN treated AS k ON k.patient_id = p.patient_id
    LEFT JOIN line_start AS l ON l.patient_id = p.patient_id AND l.line_number = 1
    LEFT JOIN treatment AS t ON t.patient_id = p.patient_id AND t.line_number = 1 AND t.drug IN ('nilotinib')
        AND t.start_day <= p.to_day
    GROUP BY p.subject_id, p.from_day, p.to_day, p.unfinished, k.known, l.start_day
),
criterion_2 AS (
    -- Number of TKI lines begun in the period, compared; an unfinished period may bring more (semantics §3, §5).
    SELECT s.subject_id,
           CASE WHEN s.known AND s.lines >= -1000000000 AND s.possible <= 1 THEN TRUE
                WHEN s.known AND (s.possible < -1000000000 OR s.lines > 1) THEN FALSE END AS holds,
           s.first_day, s.last_day, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS tests,
           CAST(nullif(s.lines, 0) AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
    FROM (
        SELECT p.subject_id, k.known AND p.to_day IS NOT NULL AS known, count(l.line_number) AS lines,
               CASE WHEN p.unfinished THEN 1000000000 ELSE count(l.line_number) END AS possible,
               min(l.start_day) AS first_day, max(l.start_day) AS last_day
        FROM period_before_1 AS p
        LEFT JOIN treated AS k ON k.patient_id = p.patient_id
        LEFT JOIN line_start AS l ON l.patient_id = p.patient_id AND l.start_day BETWEEN p.from_day AND p.to_day
        GROUP BY p.subject_id, p.unfinished, p.to_day, k.known
    ) AS s
),
criterion_3 AS (
    -- Days on the drugs, compared; a patient without any treatment record is not assessable (semantics §3, §5).
    SELECT s.subject_id,
           CASE WHEN s.known AND s.days >= 1095 AND s.possible <= 1000000000 THEN TRUE
                WHEN s.known AND (s.possible < 1095 OR s.days > 1000000000) THEN FALSE END AS holds,
           s.first_day, s.last_day, CASE WHEN s.known THEN s.days END AS days, CAST(NULL AS BIGINT) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
    FROM (
        SELECT p.subject_id, t.known AND p.to_day IS NOT NULL AS known, e.first_day, e.last_day,
               coalesce(e.days, 0) AS days,
               coalesce(e.possible, CASE WHEN p.unfinished THEN p.to_day - p.observed_until ELSE 0 END) AS possible
        FROM period_before_1 AS p
        LEFT JOIN treated AS t ON t.patient_id = p.patient_id
        LEFT JOIN cumulative_1 AS e ON e.subject_id = p.subject_id
    ) AS s
),
criterion_4 AS (
    -- Of the latest informative tests, how many meet the response; missing ones are unknown (semantics §4).
    SELECT a.subject_id,
           CASE WHEN l.subject_id IS NULL OR a.anchor_day - l.last_day > 365 THEN NULL
                WHEN l.meeting >= 4 THEN TRUE
                WHEN l.meeting + 4 - l.tests < 4 THEN FALSE END AS holds,
           l.first_day, l.last_day, CAST(NULL AS INTEGER) AS days, l.tests,
           CAST(l.meeting AS DECIMAL(12, 7)) AS value,
           CASE WHEN l.unverified THEN 'depth not verified' END AS basis
    FROM anchor_index AS a
    LEFT JOIN (
        SELECT subject_id, min(day) AS first_day, max(day) AS last_day, count(*) AS tests,
               count(CASE WHEN meets THEN 1 END) AS meeting,
               bool_and(CASE WHEN meets THEN outcome = 1 END) AS unverified
        FROM latest_day_1
        WHERE place <= 4
        GROUP BY subject_id
    ) AS l ON l.subject_id = a.subject_id
),
criterion_5 AS (
    -- Of the latest informative tests, how many meet the response; missing ones are unknown (semantics §4).
    SELECT a.subject_id,
           CASE WHEN l.subject_id IS NULL OR a.anchor_day - l.last_day > 365 THEN NULL
                WHEN l.meeting >= 2 THEN TRUE
                WHEN l.meeting + 4 - l.tests < 2 THEN FALSE END AS holds,
           l.first_day, l.last_day, CAST(NULL AS INTEGER) AS days, l.tests,
           CAST(l.meeting AS DECIMAL(12, 7)) AS value,
           CASE WHEN l.unverified THEN 'depth not verified' END AS basis
    FROM anchor_index AS a
    LEFT JOIN (
        SELECT subject_id, min(day) AS first_day, max(day) AS last_day, count(*) AS tests,
               count(CASE WHEN meets THEN 1 END) AS meeting,
               bool_and(CASE WHEN meets THEN outcome = 1 END) AS unverified
        FROM latest_day_2
        WHERE place <= 4
        GROUP BY subject_id
    ) AS l ON l.subject_id = a.subject_id
),
criterion_6 AS (
    -- The state on a day: the latest informative test, if it is young enough (semantics §4).
    SELECT a.subject_id,
           CASE WHEN a.anchor_day - s.day <= 365 THEN s.meets END AS holds,
           s.day AS first_day, s.day AS last_day, a.anchor_day - s.day AS days, CAST(NULL AS BIGINT) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value,
           CASE WHEN s.outcome = 1 THEN 'depth not verified' END AS basis
    FROM anchor_index AS a
    LEFT JOIN state_at_1 AS s ON s.subject_id = a.subject_id
),
criterion_7 AS (
    -- Test days of any result in a period, compared; an unfinished period may bring one a day (semantics §3, §4).
    SELECT s.subject_id,
           CASE WHEN s.known AND s.tests >= 4 AND s.possible <= 1000000000 THEN TRUE
                WHEN s.known AND (s.possible < 4 OR s.tests > 1000000000) THEN FALSE END AS holds,
           s.first_day, s.last_day, CAST(NULL AS INTEGER) AS days, nullif(s.tests, 0) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
    FROM (
        SELECT p.subject_id, p.to_day IS NOT NULL AS known, count(DISTINCT m.test_day) AS tests,
               count(DISTINCT m.test_day) + CASE WHEN p.unfinished THEN p.to_day - p.observed_until ELSE 0 END AS possible,
               min(m.test_day) AS first_day, max(m.test_day) AS last_day
        FROM period_before_within_1 AS p
        LEFT JOIN molecular AS m ON m.patient_id = p.patient_id
            AND m.test_day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
        GROUP BY p.subject_id, p.to_day, p.unfinished, p.observed_until
    ) AS s
),
answer AS (
    -- One row per subject: index, the answer to each step, and to the whole definition (semantics §3, §7).
    SELECT s.subject_id, s.patient_id, s.index_day, (criterion_1.holds) AS step_1, (criterion_2.holds) AS step_2, (criterion_3.holds) AS step_3, (criterion_4.holds) AS step_4, (criterion_5.holds) AS step_5, (criterion_6.holds) AS step_6, (criterion_7.holds) AS step_7,
           criterion_1.holds AND criterion_2.holds AND criterion_3.holds AND criterion_4.holds AND criterion_5.holds AND criterion_6.holds AND criterion_7.holds AS holds
    FROM subject AS s
    LEFT JOIN criterion_1 ON criterion_1.subject_id = s.subject_id
    LEFT JOIN criterion_2 ON criterion_2.subject_id = s.subject_id
    LEFT JOIN criterion_3 ON criterion_3.subject_id = s.subject_id
    LEFT JOIN criterion_4 ON criterion_4.subject_id = s.subject_id
    LEFT JOIN criterion_5 ON criterion_5.subject_id = s.subject_id
    LEFT JOIN criterion_6 ON criterion_6.subject_id = s.subject_id
    LEFT JOIN criterion_7 ON criterion_7.subject_id = s.subject_id
)
-- Everybody who has the index, with the answers.
SELECT * FROM answer
ORDER BY patient_id, index_day, subject_id
