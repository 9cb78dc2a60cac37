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
tki_start AS (
    -- First day of any TKI (semantics §2).
    SELECT patient_id, min(start_day) AS tki_start_day
    FROM treatment
    WHERE drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
    GROUP BY patient_id
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
                WHEN NOT detected AND (0 = 0 OR reference_copies >= 0) THEN 2
                ELSE 0 END AS outcome
    FROM test
),
response_result_1 AS (
    -- Informative tests of a response; on a day with both results the failing one counts (semantics §4).
    SELECT patient_id, test_day AS day, outcome < 3 AS meets, outcome
    FROM undetectable_test_1
    WHERE outcome > 0
),
run_at_1 AS (
    -- The run that reaches a day: its first and last test, their number, and how far back it may go
    -- where gaps are bridged (semantics §4).
    SELECT subject_id, patient_id, anchor_day, max(day) AS last_day, 1 AS run,
           CASE WHEN max(day) > max(failed_before) THEN max(CASE WHEN starts_run THEN day END) END AS first_day,
           max(CASE WHEN starts_run AND (previous_day > failed_before) IS NOT TRUE THEN day END) AS bridged_from,
           max(failed_before) = -1000000 AS from_the_start,
           max(place) - max(CASE WHEN starts_run THEN place END) + 1 AS tests,
           max(CASE WHEN outcome = 1 THEN day END) AS unverified_day
    FROM (
        SELECT *, meets AND day > failed_before
                   AND (previous_day > failed_before AND day - previous_day <= 365) IS NOT TRUE AS starts_run
        FROM (
            SELECT a.subject_id, a.patient_id, a.anchor_day, r.day, r.meets, dense_rank() OVER in_order AS place,
                   max(r.outcome) OVER (PARTITION BY a.subject_id ORDER BY r.day RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS outcome,
                   lag(r.day) OVER in_order AS previous_day,
                   coalesce(last_value(CASE WHEN NOT r.meets THEN r.day END IGNORE NULLS)
                       OVER (in_order ROWS UNBOUNDED PRECEDING), -1000000) AS failed_before
            FROM anchor_index AS a
            JOIN response_result_1 AS r ON r.patient_id = a.patient_id AND r.day <= a.anchor_day
            WINDOW in_order AS (PARTITION BY a.subject_id ORDER BY r.day, r.meets)
        ) AS ordered
    ) AS marked
    GROUP BY subject_id, patient_id, anchor_day
),
span_at_1 AS (
    -- Length of the response on a day, documented and possible (semantics §4).
    SELECT a.subject_id, a.anchor_day - r.last_day <= 365 AS assessable, FALSE AS unfinished,
           0 AS reachable, r.first_day, r.last_day,
           CASE WHEN r.first_day IS NOT NULL THEN r.tests END AS tests, r.unverified_day >= r.first_day AS unverified,
           CASE WHEN r.tests >= 7 THEN a.anchor_day - r.first_day END AS documented,
           a.anchor_day - CASE WHEN r.from_the_start
               THEN least(r.bridged_from, coalesce(t.tki_start_day, a.diagnosis_day, -1000000))
               ELSE r.bridged_from END AS possible
    FROM anchor_index AS a
    LEFT JOIN run_at_1 AS r ON r.subject_id = a.subject_id
    LEFT JOIN tki_start AS t ON t.patient_id = a.patient_id
),
criterion_1 AS (
    -- Days on the drugs, compared; a patient without any treatment record is not assessable (semantics §3, §5).
    SELECT s.subject_id,
           CASE WHEN s.known AND s.days >= 1096 AND s.possible <= 1000000000 THEN TRUE
                WHEN s.known AND (s.possible < 1096 OR s.days > 1000000000) THEN FALSE END AS holds,
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
    -- How long the response lasted, documented to possible, compared (semantics §4).
    SELECT s.subject_id,
           CASE WHEN s.assessable IS NOT TRUE THEN NULL
                WHEN s.documented IS NULL AND s.unfinished THEN CASE WHEN coalesce(s.reachable < 730, TRUE) THEN FALSE END
                WHEN s.documented IS NULL THEN FALSE
                WHEN s.documented >= 730 AND s.longest <= 1000000000 THEN TRUE
                WHEN s.longest < 730 OR s.documented > 1000000000 THEN FALSE END AS holds,
           s.first_day, s.last_day, s.documented AS days, s.tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value,
           CASE WHEN s.unverified THEN 'depth not verified' END AS basis
    FROM (
        SELECT subject_id, assessable, unfinished, reachable, first_day, last_day, tests, unverified, documented,
               greatest(possible, CASE WHEN unfinished THEN coalesce(reachable, possible) ELSE possible END) AS longest
        FROM span_at_1
    ) AS s
),
answer AS (
    -- One row per subject: index, the answer to each step, and to the whole definition (semantics §3, §7).
    SELECT s.subject_id, s.patient_id, s.index_day, (criterion_1.holds) AS step_1, (criterion_2.holds) AS step_2, (criterion_3.holds) AS step_3,
           criterion_1.holds AND criterion_2.holds AND criterion_3.holds AS holds
    FROM subject AS s
    LEFT JOIN criterion_1 ON criterion_1.subject_id = s.subject_id
    LEFT JOIN criterion_2 ON criterion_2.subject_id = s.subject_id
    LEFT JOIN criterion_3 ON criterion_3.subject_id = s.subject_id
)
-- Everybody who has the index, with the answers.
SELECT * FROM answer
ORDER BY patient_id, index_day, subject_id
