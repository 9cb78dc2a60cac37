-- A run has enough tests, counted at least the spacing apart (semantics §4).
coalesce(r.counted >= {{ tests }}, FALSE)