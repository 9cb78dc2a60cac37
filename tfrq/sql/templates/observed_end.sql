-- The end of the observation, of those observed beyond the origin (survival, rules 4 and 5).
CASE WHEN e.to_day > e.origin_day THEN e.to_day END