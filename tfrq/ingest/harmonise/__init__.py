"""Rows of text to records of the lake's tables, by a mapping; what cannot be read is a reject."""
