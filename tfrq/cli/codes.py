"""Exit codes that no error carries."""

CONDITION_HOLDS = 1  # one that was asked for with --fail-on
DEFINITION_ERROR = 2  # found by a check, as for a DefinitionError
CHECK_FAILED = 4  # the lake is not sound, as for a DataError
INTERRUPTED = 130
