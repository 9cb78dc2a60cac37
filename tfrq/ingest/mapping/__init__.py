"""Mapping files (docs/mapping.md): read, checked, and what they say."""
