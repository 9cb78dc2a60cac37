-- Until when all responses are known, for those of whom each is (survival, rules 4 and 5).
CASE WHEN {{ known }} THEN {{ until }} END