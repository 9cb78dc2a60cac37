"""Exit codes that no error carries."""

CHECK_FAILED = 4  # the lake is not sound, as for a DataError
INTERRUPTED = 130
