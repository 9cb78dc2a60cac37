-- One row per subject with the answer asked for: who, where, when, and the evidence of each criterion (semantics §7).
SELECT {{ columns }}
FROM answer AS s
JOIN patients AS p ON p.patient_id = s.patient_id
{{ joins }}
WHERE {{ asked }}
ORDER BY {{ sort }}
LIMIT {{ limit }}
