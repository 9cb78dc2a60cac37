-- The day of a part, where it lies in the search (survival, rule 3).
CASE WHEN {{ criterion }}.first_day > e.origin_day AND {{ criterion }}.first_day <= e.end_day THEN {{ criterion }}.first_day END