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
            WHEN 'ABL1' THEN CASE WHEN m.reference_copies >= {{ abl1[2] }} THEN 3 WHEN m.reference_copies >= {{ abl1[1] }} THEN 2
                                  WHEN m.reference_copies >= {{ abl1[0] }} THEN 1 WHEN m.reference_copies IS NOT NULL THEN 0 END
            WHEN 'GUSB' THEN CASE WHEN m.reference_copies >= {{ gusb[2] }} THEN 3 WHEN m.reference_copies >= {{ gusb[1] }} THEN 2
                                  WHEN m.reference_copies >= {{ gusb[0] }} THEN 1 WHEN m.reference_copies IS NOT NULL THEN 0 END
            END AS depth
FROM molecular AS m
SEMI JOIN {{ judged }} AS o ON o.patient_id = m.patient_id AND m.test_day <= o.{{ until }}
LEFT JOIN (VALUES {{ levels }}) AS l (reported_level, cutoff) ON l.reported_level = m.reported_level
