-- The same for a strict comparison: a value or a closed bound at the cut-off does not meet it (semantics §4).
SELECT patient_id, test_day, depth,
       CASE WHEN exact_value >= {{ cutoff }} OR lower_bound >= {{ cutoff }} THEN 2
            WHEN NOT coalesce(exact_value < {{ cutoff }} OR upper_bound < {{ cutoff }} OR NOT detected
                 OR upper_bound = {{ cutoff }} AND NOT bound_included, FALSE) THEN 0
            WHEN {{ required }} = 0 OR depth >= {{ required }} THEN 1
            WHEN depth IS NOT NULL THEN 0
            WHEN NOT {{ verified }} AND (exact_value < {{ cutoff }} OR upper_bound < {{ cutoff }}
                 OR upper_bound = {{ cutoff }} AND NOT bound_included) THEN 1
            WHEN {{ assumed }} AND NOT detected THEN 1
            ELSE 0 END AS outcome
FROM test
