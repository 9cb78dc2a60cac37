-- What each test says of being undetectable: 3 detected, 2 not detected by enough copies, 0 neither (semantics §4).
SELECT patient_id, test_day,
       CASE WHEN detected THEN 3
            WHEN NOT detected AND ({{ copies }} = 0 OR reference_copies >= {{ copies }}) THEN 2
            ELSE 0 END AS outcome
FROM test
