-- Not met: the record shows that it is not so.
NOT s.holds
