-- 1 where a criterion is met.
CASE WHEN {{ item }} THEN 1 ELSE 0 END