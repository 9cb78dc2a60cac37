-- One row per subject: index, the answer to each step, and to the whole definition (semantics §3, §7).
SELECT s.subject_id, s.patient_id, s.index_day, {{ steps }},
       {{ whole }} AS holds
FROM subject AS s
{{ joins }}
