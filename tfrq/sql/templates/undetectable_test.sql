-- What each test says of being undetectable: 2 detected, 1 not detected by enough copies, 0 neither (semantics §4).
SELECT patient_id, test_day, depth,
       CASE WHEN detected THEN 2
            WHEN NOT detected AND ({{ copies }} = 0 OR reference_copies >= {{ copies }}) THEN 1
            ELSE 0 END AS outcome
FROM test
