-- Not assessable: the record does not say.
s.holds IS NULL
