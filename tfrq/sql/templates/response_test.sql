-- What each test says of the response: 3 fails it, 2 meets it, 1 meets it at a depth not verified,
-- 0 neither (semantics §4). Of the tests of a day the largest counts.
SELECT patient_id, test_day,
       CASE WHEN exact_value > {{ cutoff }} OR lower_bound >= {{ cutoff }} THEN 3
            WHEN depth < {{ required }} THEN 0
            WHEN (exact_value IS NOT NULL OR upper_bound <= {{ cutoff }} OR NOT detected)
                 AND ({{ required }} = 0 OR depth IS NOT NULL) THEN 2
            WHEN (exact_value IS NOT NULL OR upper_bound <= {{ cutoff }}) AND NOT {{ verified }}
                 OR NOT detected AND {{ assumed }} THEN 1
            ELSE 0 END AS outcome
FROM test
