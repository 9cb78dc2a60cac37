"""Reading ahead changes neither items nor errors, only when they are made."""

from collections.abc import Iterator

import pytest

from tfrq.ingest.ahead import ahead


def items(made: list[int], fails_at: int = -1) -> Iterator[int]:
    for number in range(1, 5):
        if number == fails_at:
            raise ValueError("no such item")
        made.append(number)
        yield number


def test_the_items_come_in_their_order() -> None:
    assert list(ahead(items([]))) == [1, 2, 3, 4]
    assert list(ahead(iter(()))) == []


def test_an_error_comes_after_the_items_before_it() -> None:
    reading = ahead(items([], fails_at=3))
    assert [next(reading), next(reading)] == [1, 2]
    with pytest.raises(ValueError, match="no such item"):
        next(reading)


def test_no_more_than_one_is_read_ahead() -> None:
    made: list[int] = []
    reading = ahead(items(made))
    assert next(reading) == 1
    reading.close()
    assert made in ([1], [1, 2])
