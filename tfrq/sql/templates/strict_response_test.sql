-- The same for a strict comparison: a value or a closed bound at the cut-off does not meet it (semantics §4).
SELECT patient_id, test_day,
       CASE WHEN exact_value >= {{ cutoff }} OR lower_bound >= {{ cutoff }} THEN 3
            WHEN depth < {{ required }} THEN 0
            WHEN (exact_value IS NOT NULL OR upper_bound < {{ cutoff }}
                  OR upper_bound = {{ cutoff }} AND NOT bound_included OR NOT detected)
                 AND ({{ required }} = 0 OR depth IS NOT NULL) THEN 2
            WHEN (exact_value IS NOT NULL OR upper_bound < {{ cutoff }}
                  OR upper_bound = {{ cutoff }} AND NOT bound_included) AND NOT {{ verified }}
                 OR NOT detected AND {{ assumed }} THEN 1
            ELSE 0 END AS outcome
FROM test
