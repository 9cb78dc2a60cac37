"""Exit codes that no error carries."""

CONDITION_HOLDS = 1  # one that was asked for with --fail-on
DEFINITION_ERROR = 2  # found by a check, as for a DefinitionError
CHECK_FAILED = 4  # the lake is not sound, as for a DataError
INTERRUPTED = 130


def is_interrupt(error: BaseException) -> bool:
    """Whether this is what DuckDB makes of Ctrl-C, wherever it was being used, or Python of one
    that comes while a class is being made."""
    if isinstance(error.__cause__, KeyboardInterrupt):
        return True
    if isinstance(error, RuntimeError) and str(error) == "Query interrupted":
        return True
    return type(error).__name__ == "InterruptException"  # without importing duckdb
