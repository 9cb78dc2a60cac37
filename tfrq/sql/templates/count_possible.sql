-- 1 where a criterion is met or may be.
CASE WHEN NOT ({{ item }}) THEN 0 ELSE 1 END