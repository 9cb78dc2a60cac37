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
indexed AS (
    -- No index: every patient, judged on the whole record (semantics §2).
    SELECT patient_id AS subject_id, patient_id, CAST(NULL AS INTEGER) AS index_day,
           CAST(NULL AS INTEGER) AS deescalation_day
    FROM observed
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
    JOIN observed AS o ON o.patient_id = t.patient_id AND t.start_day <= o.observed_until
),
tki_start AS (
    -- First day of any TKI (semantics §2).
    SELECT patient_id, min(start_day) AS tki_start_day
    FROM treatment
    WHERE drug IN ('imatinib', 'dasatinib', 'nilotinib', 'bosutinib', 'ponatinib', 'asciminib', 'radotinib', 'flumatinib')
    GROUP BY patient_id
),
period_ever AS (
    -- Period: the whole record (semantics §2).
    SELECT subject_id, patient_id, diagnosis_day, observed_until,
           -1000000 AS from_day, observed_until AS to_day, FALSE AS unfinished
    FROM subject
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
    SEMI JOIN observed AS o ON o.patient_id = m.patient_id AND m.test_day <= o.observed_until
    LEFT JOIN (VALUES ('MR1', 10), ('MR2', 1), ('MR3', 0.1), ('MR4', 0.01), ('MR4.5', 0.0032), ('MR5', 0.001)) AS l (reported_level, cutoff) ON l.reported_level = m.reported_level
),
response_test_1 AS (
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
response_result_1 AS (
    -- Informative tests of a response; on a day with both results the failing one counts (semantics §4).
    SELECT patient_id, test_day AS day, outcome < 3 AS meets, outcome
    FROM response_test_1
    WHERE outcome > 0
),
day_in_period_1 AS (
    -- Informative tests of a period at which a run begins or ends, its first and its last one; meeting tests
    -- of a day that fails are in no run (semantics §4).
    SELECT subject_id, patient_id, day, place, failed_before, unverified_day, starts_run, ends_run
    FROM (
        SELECT *,
               meets AND day > failed_before
                   AND (previous_day > failed_before AND day - previous_day <= 365) IS NOT TRUE AS starts_run,
               meets AND day > failed_before AND (next_meets AND next_day - day <= 365) IS NOT TRUE AS ends_run,
               max(CASE WHEN outcome = 1 THEN day END)
                   OVER (PARTITION BY subject_id ORDER BY day) AS unverified_day
        FROM (
            SELECT p.subject_id, p.patient_id, r.day, r.meets, dense_rank() OVER in_order AS place,
                   max(r.outcome) OVER (PARTITION BY p.subject_id ORDER BY r.day RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS outcome,
                   lag(r.day) OVER in_order AS previous_day,
                   lead(r.day) OVER in_order AS next_day, lead(r.meets) OVER in_order AS next_meets,
                   coalesce(last_value(CASE WHEN NOT r.meets THEN r.day END IGNORE NULLS)
                       OVER (in_order ROWS UNBOUNDED PRECEDING), -1000000) AS failed_before
            FROM period_ever AS p
            JOIN response_result_1 AS r ON r.patient_id = p.patient_id AND r.day BETWEEN p.from_day AND p.to_day
            WINDOW in_order AS (PARTITION BY p.subject_id ORDER BY r.day, r.meets)
        ) AS ordered
    ) AS marked
    WHERE starts_run OR ends_run OR previous_day IS NULL OR next_day IS NULL
),
run_in_1 AS (
    -- Runs of a period, and the bridged run that each lies in: all between two failing days. A run is known
    -- by its first day (semantics §4).
    SELECT subject_id, patient_id, first_day AS run, first_day, last_day, tests,
           min(first_day) OVER bridged AS bridged_from, max(last_day) OVER bridged AS bridged_to,
           unverified_day >= first_day AS unverified
    FROM (
        SELECT subject_id, patient_id, day AS last_day, failed_before, unverified_day, ends_run,
               max(CASE WHEN starts_run THEN day END) OVER in_order AS first_day,
               place - max(CASE WHEN starts_run THEN place END) OVER in_order + 1 AS tests
        FROM day_in_period_1
        WHERE starts_run OR ends_run
        WINDOW in_order AS (PARTITION BY subject_id ORDER BY day)
    ) AS bounds
    WHERE ends_run
    WINDOW bridged AS (PARTITION BY subject_id, failed_before)
),
informed_1 AS (
    -- First informative day of a period, and the last one that fails (semantics §4).
    SELECT subject_id, min(day) AS informed_from, max(failed_before) AS failed_day
    FROM day_in_period_1
    GROUP BY subject_id
),
span_in_1 AS (
    -- Longest response of a period, documented, possible, and reachable while it is unfinished (semantics §3, §4).
    SELECT p.subject_id, i.subject_id IS NOT NULL AS assessable, p.unfinished,
           CASE WHEN p.observed_until + 1 + 1 * 0 <= p.to_day
                     OR bool_or(r.last_day = r.bridged_to AND p.observed_until + 1 - r.last_day <= 365
                                AND r.bridged_to > coalesce(i.failed_day, -1000000)
                                AND greatest(p.observed_until + 1, r.last_day + 1)
                                    + 1 * (0 - r.tests) <= p.to_day)
                THEN p.to_day - coalesce(max(CASE WHEN r.bridged_to > coalesce(i.failed_day, -1000000)
                         THEN CASE WHEN r.bridged_from = i.informed_from
         THEN least(r.bridged_from, greatest(coalesce(t.tki_start_day, p.diagnosis_day, -1000000), p.from_day))
         ELSE r.bridged_from END END), p.observed_until + 1) END AS reachable,
           max(CASE WHEN r.enough AND r.place = 1 THEN r.first_day END) AS first_day,
           max(CASE WHEN r.enough AND r.place = 1 THEN r.last_day END) AS last_day,
           max(CASE WHEN r.enough AND r.place = 1 THEN r.tests END) AS tests,
           bool_or(CASE WHEN r.enough AND r.place = 1 THEN r.unverified END) AS unverified,
           max(CASE WHEN r.enough THEN r.length END) AS documented,
           max(CASE WHEN r.enough THEN r.bridged_to - CASE WHEN r.bridged_from = i.informed_from
         THEN least(r.bridged_from, greatest(coalesce(t.tki_start_day, p.diagnosis_day, -1000000), p.from_day))
         ELSE r.bridged_from END END) AS possible
    FROM period_ever AS p
    LEFT JOIN informed_1 AS i ON i.subject_id = p.subject_id
    LEFT JOIN (
        SELECT *, row_number() OVER (PARTITION BY subject_id ORDER BY enough DESC, length DESC, first_day) AS place
        FROM (SELECT r.*, TRUE AS enough, r.last_day - r.first_day AS length FROM run_in_1 AS r) AS measured
    ) AS r ON r.subject_id = p.subject_id
    LEFT JOIN tki_start AS t ON t.patient_id = p.patient_id
    GROUP BY p.subject_id, i.subject_id, p.unfinished, p.to_day, p.observed_until
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
    FROM period_ever AS p
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
criterion_1 AS (
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
        FROM span_in_1
    ) AS s
),
criterion_2 AS (
    -- Days on the drugs, compared; a patient without any treatment record is not assessable (semantics §3, §5).
    SELECT s.subject_id,
           CASE WHEN s.known AND s.days >= 1826 AND s.possible <= 1000000000 THEN TRUE
                WHEN s.known AND (s.possible < 1826 OR s.days > 1000000000) THEN FALSE END AS holds,
           s.first_day, s.last_day, CASE WHEN s.known THEN s.days END AS days, CAST(NULL AS BIGINT) AS tests,
           CAST(NULL AS DECIMAL(12, 7)) AS value, CAST(NULL AS VARCHAR) AS basis
    FROM (
        SELECT p.subject_id, t.known AND p.to_day IS NOT NULL AS known, e.first_day, e.last_day,
               coalesce(e.days, 0) AS days,
               coalesce(e.possible, CASE WHEN p.unfinished THEN p.to_day - p.observed_until ELSE 0 END) AS possible
        FROM period_ever AS p
        LEFT JOIN treated AS t ON t.patient_id = p.patient_id
        LEFT JOIN cumulative_1 AS e ON e.subject_id = p.subject_id
    ) AS s
),
answer AS (
    -- One row per subject: index, the answer to each step, and to the whole definition (semantics §3, §7).
    SELECT s.subject_id, s.patient_id, s.index_day, (criterion_1.holds) AS step_1, (criterion_2.holds) AS step_2,
           criterion_1.holds AND criterion_2.holds AS holds
    FROM subject AS s
    LEFT JOIN criterion_1 ON criterion_1.subject_id = s.subject_id
    LEFT JOIN criterion_2 ON criterion_2.subject_id = s.subject_id
)
-- Everybody who has the index, with the answers.
SELECT * FROM answer
ORDER BY patient_id, index_day, subject_id
