"""The project board: which site is how far, and how it came there."""
