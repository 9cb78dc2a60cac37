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
            WHERE drug IN ('imatinib')
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
drug_stop AS (
    -- Days on which a TKI was stopped: no other record of the same drug is running (semantics §5).
    SELECT t.patient_id, t.drug, t.stop_day
    FROM treatment AS t
    WHERE t.stop_day IS NOT NULL
      AND t.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
      AND NOT EXISTS (
        SELECT 1
        FROM treatment AS u
        WHERE u.patient_id = t.patient_id
          AND u.drug = t.drug
          AND u.start_day <= t.stop_day
          AND coalesce(u.stop_day > t.stop_day, TRUE)
    )
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
undetectable_test_1 AS (
    -- What each test says of being undetectable: 3 detected, 2 not detected by enough copies, 0 neither (semantics §4).
    SELECT patient_id, test_day,
           CASE WHEN detected THEN 3
                WHEN NOT detected AND (40000 = 0 OR reference_copies >= 40000) THEN 2
                ELSE 0 END AS outcome
    FROM test
),
response_day_1 AS (
    -- One result per informative day: fails if any test fails, else meets if any meets (semantics §4).
    SELECT patient_id, test_day AS day, max(outcome) < 3 AS meets, max(outcome) AS outcome
    FROM undetectable_test_1
    WHERE outcome > 0
    GROUP BY patient_id, test_day
),
tki_restart AS (
    -- Days on which a TKI was started off treatment, after an earlier TKI or attempt, or so reported (semantics §8).
    SELECT t.patient_id, t.start_day AS day
    FROM treatment AS t
    WHERE t.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
      AND (EXISTS (SELECT 1 FROM treatment AS e WHERE e.patient_id = t.patient_id AND e.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
                                                  AND e.start_day < t.start_day)
           OR EXISTS (SELECT 1 FROM attempt AS a WHERE a.patient_id = t.patient_id AND a.stop_day < t.start_day))
      AND NOT EXISTS (SELECT 1 FROM treatment AS u WHERE u.patient_id = t.patient_id AND u.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
                                                     AND u.start_day < t.start_day AND coalesce(t.start_day <= u.stop_day, TRUE))
    UNION
    SELECT patient_id, event_day
    FROM events
    WHERE event = 'restart'
),
period_before_within_1 AS (
    -- Period: the days next before an anchor (semantics §2).
    SELECT subject_id, patient_id, diagnosis_day, observed_until,
           anchor_day - 730 AS from_day, anchor_day AS to_day, FALSE AS unfinished
    FROM anchor_index
),
restart_in_1 AS (
    -- The first restart of a period, and the one up to which molecular endpoints are looked for in it (semantics §8).
    SELECT p.subject_id, p.patient_id, p.from_day, p.to_day, p.unfinished, min(r.day) AS restart_day,
           CASE WHEN (count(e.start_day) > 0 OR count(a.stop_day) > 0)
                     AND (count(CASE WHEN coalesce(p.from_day <= e.stop_day, TRUE) THEN e.start_day END) = 0
                          OR count(CASE WHEN coalesce(p.from_day < e.stop_day, TRUE) THEN e.start_day END)
                             + count(s.start_day) = 0)
                THEN min(r.day) ELSE min(CASE WHEN b.stop_day IS NOT NULL THEN r.day END) END AS ending_day
    FROM period_before_within_1 AS p
    LEFT JOIN tki_restart AS r ON r.patient_id = p.patient_id
        AND r.day BETWEEN p.from_day AND least(p.to_day, p.observed_until)
    LEFT JOIN attempt AS b ON FALSE AND b.patient_id = p.patient_id AND b.stop_day BETWEEN p.from_day AND r.day
    LEFT JOIN treatment AS e ON e.patient_id = p.patient_id AND e.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib') AND e.start_day < p.from_day
    LEFT JOIN treatment AS s ON s.patient_id = p.patient_id AND s.drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib') AND s.start_day = p.from_day
    LEFT JOIN attempt AS a ON a.patient_id = p.patient_id AND a.stop_day < p.from_day
    GROUP BY p.subject_id, p.patient_id, p.from_day, p.to_day, p.unfinished
),
sequence_1 AS (
    -- Informative days in order, each with the one before it (semantics §4).
    SELECT patient_id, day, meets,
           lag(day) OVER in_order AS previous_day, lag(meets) OVER in_order AS previous_meets
    FROM response_day_1
    WINDOW in_order AS (PARTITION BY patient_id ORDER BY day)
),
looked_for_1 AS (
    -- Molecular endpoints are looked for up to the restart that ends a time off treatment (semantics §8).
    SELECT subject_id, patient_id, from_day, coalesce(ending_day, to_day) AS to_day,
           unfinished AND ending_day IS NULL AS unfinished
    FROM restart_in_1
),
endpoint_confirmed_loss_1 AS (
    -- Confirmed loss: the first of two consecutive informative days that both fail, or the second (semantics §8).
    SELECT p.subject_id,
           min(CASE WHEN NOT s.meets AND NOT s.previous_meets AND s.previous_day >= p.from_day
                    THEN CASE WHEN FALSE THEN s.day ELSE s.previous_day END END) AS event_day,
           count(s.day) > 0 AS informed, p.unfinished, p.to_day IS NOT NULL AS known
    FROM looked_for_1 AS p
    LEFT JOIN sequence_1 AS s ON s.patient_id = p.patient_id AND s.day BETWEEN p.from_day AND p.to_day
    GROUP BY p.subject_id, p.unfinished, p.to_day
),
state_at_1 AS (
    -- The latest informative day on or before an anchor (semantics §2, §4).
    SELECT a.subject_id, max(d.day) AS day, arg_max(d.meets, d.day) AS meets,
           arg_max(d.outcome, d.day) AS outcome
    FROM anchor_index AS a
    JOIN response_day_1 AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
    GROUP BY a.subject_id
),
criterion_1 AS (
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
criterion_2 AS (
    -- Whether the drug is among the TKIs stopped last by that day (semantics §5).
    SELECT a.subject_id,
           CASE WHEN k.known IS NULL OR a.anchor_day IS NULL THEN NULL
                ELSE coalesce(max(s.stop_day) = max(CASE WHEN s.drug IN ('imatinib') THEN s.stop_day END), FALSE)
                END AS holds,
           max(s.stop_day) AS first_day, max(s.stop_day) AS last_day, CAST(NULL AS INTEGER) AS days,
           CAST(NULL AS BIGINT) AS tests, CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
    FROM anchor_index AS a
    LEFT JOIN treated AS k ON k.patient_id = a.patient_id
    LEFT JOIN drug_stop AS s ON s.patient_id = a.patient_id AND s.stop_day <= a.anchor_day
    GROUP BY a.subject_id, a.anchor_day, k.known
),
criterion_3 AS (
    -- How long before an anchor the response was first shown, whatever came between (semantics §4).
    SELECT a.subject_id,
           CASE WHEN count(d.day) > 0
                THEN coalesce(a.anchor_day - min(CASE WHEN d.meets THEN d.day END) BETWEEN 730 AND 1000000000, FALSE)
                END AS holds,
           min(CASE WHEN d.meets THEN d.day END) AS first_day, min(CASE WHEN d.meets THEN d.day END) AS last_day,
           a.anchor_day - min(CASE WHEN d.meets THEN d.day END) AS days, nullif(count(d.day), 0) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value,
           CASE WHEN min(CASE WHEN d.outcome = 1 THEN d.day END) = min(CASE WHEN d.meets THEN d.day END)
                THEN 'depth not verified' END AS basis
    FROM anchor_index AS a
    LEFT JOIN response_day_1 AS d ON d.patient_id = a.patient_id AND d.day <= a.anchor_day
    GROUP BY a.subject_id, a.anchor_day
),
criterion_4 AS (
    -- Whether an endpoint happened in a period (semantics §3, §4, §8).
    SELECT subject_id,
           CASE WHEN known AND event_day IS NOT NULL THEN TRUE
                WHEN known AND informed AND NOT unfinished THEN FALSE END AS holds,
           event_day AS first_day, event_day AS last_day, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
    FROM endpoint_confirmed_loss_1
),
criterion_5 AS (
    -- The state on a day: the latest informative test, if it is young enough (semantics §4).
    SELECT a.subject_id,
           CASE WHEN a.anchor_day - s.day <= 365 THEN s.meets END AS holds,
           s.day AS first_day, s.day AS last_day, a.anchor_day - s.day AS days, CAST(NULL AS BIGINT) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value,
           CASE WHEN s.outcome = 1 THEN 'depth not verified' END AS basis
    FROM anchor_index AS a
    LEFT JOIN state_at_1 AS s ON s.subject_id = a.subject_id
),
answer AS (
    -- One row per subject: index, the answer to each step, and to the whole definition (semantics §3, §7).
    SELECT s.subject_id, s.patient_id, s.index_day, (criterion_1.holds) AS step_1, (criterion_2.holds) AS step_2, (criterion_3.holds) AS step_3, (NOT (criterion_4.holds)) AS step_4, (criterion_5.holds) AS step_5,
           criterion_1.holds AND criterion_2.holds AND criterion_3.holds AND NOT (criterion_4.holds) AND criterion_5.holds AS holds
    FROM subject AS s
    LEFT JOIN criterion_1 ON criterion_1.subject_id = s.subject_id
    LEFT JOIN criterion_2 ON criterion_2.subject_id = s.subject_id
    LEFT JOIN criterion_3 ON criterion_3.subject_id = s.subject_id
    LEFT JOIN criterion_4 ON criterion_4.subject_id = s.subject_id
    LEFT JOIN criterion_5 ON criterion_5.subject_id = s.subject_id
)
-- Everybody who has the index, with the answers.
SELECT * FROM answer
ORDER BY patient_id, index_day, subject_id
