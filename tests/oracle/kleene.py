"""Three answers (§3): True = met, False = not met, None = not assessable."""

from collections.abc import Iterable

Answer3 = bool | None


def all_of(answers: Iterable[Answer3]) -> Answer3:
    """`and`: not met wins."""
    seen = list(answers)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(answers: Iterable[Answer3]) -> Answer3:
    """`or`: met wins."""
    seen = list(answers)
    if True in seen:
        return True
    return None if None in seen else False


def opposite(answer: Answer3) -> Answer3:
    """`not` keeps not assessable."""
    return None if answer is None else not answer
