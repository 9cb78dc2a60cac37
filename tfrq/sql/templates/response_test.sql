-- What each test says of the response: 2 fails it, 1 meets it, 0 neither (semantics §4).
SELECT patient_id, test_day, depth,
       CASE WHEN exact_value > {{ cutoff }} OR lower_bound >= {{ cutoff }} THEN 2
            WHEN depth < {{ required }} THEN 0
            WHEN (exact_value IS NOT NULL OR upper_bound <= {{ cutoff }})
                 AND ({{ required }} = 0 OR depth IS NOT NULL OR NOT {{ verified }}) THEN 1
            WHEN NOT detected AND ({{ required }} = 0 OR depth IS NOT NULL OR {{ assumed }}) THEN 1
            ELSE 0 END AS outcome
FROM test
