-- What each test says of the response: 2 fails it, 1 meets it, 0 neither (semantics §4).
SELECT patient_id, test_day, depth,
       CASE WHEN exact_value > {{ cutoff }} OR lower_bound >= {{ cutoff }} THEN 2
            WHEN NOT coalesce(exact_value <= {{ cutoff }} OR upper_bound <= {{ cutoff }} OR NOT detected, FALSE) THEN 0
            WHEN {{ required }} = 0 OR depth >= {{ required }} THEN 1
            WHEN depth IS NOT NULL THEN 0
            WHEN NOT {{ verified }} AND (exact_value <= {{ cutoff }} OR upper_bound <= {{ cutoff }}) THEN 1
            WHEN {{ assumed }} AND NOT detected THEN 1
            ELSE 0 END AS outcome
FROM test
