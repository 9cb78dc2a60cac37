"""Records against the lake's schema and each other: rejects, warnings, derived columns."""
