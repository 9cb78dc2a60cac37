-- What each test says of the response: 2 fails it, 1 meets it, 0 neither (semantics §4).
SELECT patient_id, test_day, depth,
       CASE WHEN fails THEN 2
            WHEN NOT low AND NOT absent THEN 0
            WHEN {{ required }} = 0 OR depth >= {{ required }} THEN 1
            WHEN depth IS NOT NULL THEN 0
            WHEN low AND NOT {{ verified }} OR absent AND {{ assumed }} THEN 1
            ELSE 0 END AS outcome
FROM (
    SELECT patient_id, test_day, depth, coalesce(NOT detected, FALSE) AS absent,
           coalesce(exact_value > {{ cutoff }} OR lower_bound >= {{ cutoff }}, FALSE) AS fails,
           coalesce(exact_value IS NOT NULL OR upper_bound <= {{ cutoff }}, FALSE) AS low
    FROM test
) AS judged
