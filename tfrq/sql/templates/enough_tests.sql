-- A run has enough test days (semantics §4).
r.tests >= {{ tests }}