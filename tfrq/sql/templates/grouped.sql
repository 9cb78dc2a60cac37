-- Criteria joined by AND or OR: the same as by Kleene's rules (semantics §3).
({{ items }})