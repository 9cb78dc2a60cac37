"""Texts to values: numbers, dates, results of tests, words. Exact; what cannot be read is said."""
