-- Kleene's not: not assessable stays not assessable (semantics §3).
NOT ({{ item }})