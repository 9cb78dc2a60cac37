-- Met: the record shows it.
s.holds
