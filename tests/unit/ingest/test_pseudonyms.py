"""Keyed hashes: the same for the same key and site, others for others; bad keys are refused."""

import hashlib
import hmac
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tfrq.errors import UsageError
from tfrq.ingest.pseudonyms import Pseudonyms, make_key, read_key

CUT = date(2024, 11, 30)
KEY = hashlib.sha256(b"a key of a test").digest()


def test_a_patient_is_63_bits_of_the_hmac() -> None:
    found = Pseudonyms(KEY, "SE01").patients(pl.Series(["17", None, "17", "18"]))
    digest = hmac.new(KEY, b"tfrq\0patient\0SE01\x0017", hashlib.sha256).digest()
    assert found[0] == found[2] == int.from_bytes(digest[:8], "big") >> 1
    assert found[1] is None
    assert found[3] not in (found[0], None)
    assert all(0 <= number < 2**63 for number in found.drop_nulls())


@pytest.mark.parametrize(
    "other", [Pseudonyms(KEY, "SE02"), Pseudonyms(hashlib.sha256(b"other").digest(), "SE01")]
)
def test_another_site_or_key_has_other_ids(other: Pseudonyms) -> None:
    texts = pl.Series([str(number) for number in range(100)])
    assert not set(Pseudonyms(KEY, "SE01").patients(texts)) & set(other.patients(texts))


def test_dates_move_into_the_past_and_intervals_stay() -> None:
    pseudonyms = Pseudonyms(KEY, "SE01", shift_days=30)
    days = [date(2015, 1, 31), date(2016, 2, 29)]
    patients = range(200)
    records = pl.DataFrame(
        {
            "patient_id": list(patients),
            "start_date": [days[0]] * len(patients),
            "stop_date": [days[1], *[None] * (len(patients) - 1)],
            "drug": ["imatinib"] * len(patients),
        },
        schema_overrides={"stop_date": pl.Date},
    )
    moved = pseudonyms.shifted(records, CUT)
    offsets = [(days[0] - day).days for day in moved["start_date"]]
    assert min(offsets) >= 1
    assert max(offsets) <= 30
    assert len(set(offsets)) > 10
    assert moved["stop_date"][0] == days[1] - timedelta(offsets[0])
    assert moved["stop_date"][1:].null_count() == len(patients) - 1
    assert moved["drug"].equals(records["drug"])
    assert pseudonyms.shifted(records, CUT).equals(moved)


def test_a_last_contact_on_the_true_data_cut_does_not_tell_the_shift() -> None:
    pseudonyms = Pseudonyms(KEY, "SE01", shift_days=31)
    records = pl.DataFrame(
        {
            "patient_id": range(100),
            "event": ["last contact", "death"] * 50,
            "event_date": [date(2024, 12, 31)] * 100,
        }
    )
    moved = pseudonyms.shifted(records, CUT)
    contacts = moved.filter(pl.col("event") == "last contact")["event_date"]
    deaths = moved.filter(pl.col("event") == "death")["event_date"]
    assert set(contacts) == {CUT}
    assert len(set(deaths)) > 10


def test_nor_does_a_stop_on_it() -> None:
    pseudonyms = Pseudonyms(KEY, "SE01", shift_days=31)
    days = [date(2024, 12, 31), date(2024, 10, 1), None]
    records = pl.DataFrame({"patient_id": [1, 2, 3], "stop_date": days, "stop_reason": ["x"] * 3})
    moved = pseudonyms.shifted(records, CUT)
    assert moved["stop_date"].is_null().to_list() == [True, False, True]
    assert moved["stop_reason"].to_list() == [None, "x", None]


def test_without_a_shift_nothing_moves() -> None:
    records = pl.DataFrame({"patient_id": [1], "test_date": [date(2015, 1, 31)]})
    assert Pseudonyms(KEY, "SE01").shifted(records, CUT).equals(records)


def test_a_key_that_was_made_is_read_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "site.key"
    make_key(path)
    key = read_key(path, tmp_path / "lake")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="is there already"):
        make_key(path)
    assert read_key(path, tmp_path / "lake") == key
    make_key(tmp_path / "other.key")
    assert read_key(tmp_path / "other.key", tmp_path / "lake") != key


@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [
        (b"short\n", 0o600, "holds no key"),
        (b"0" * 64, 0o600, "holds no key"),
        (KEY.hex().encode(), 0o644, "others can read"),
        (KEY.hex().encode(), 0o640, "others can read"),
    ],
)
def test_what_is_no_secret_is_refused(
    tmp_path: Path, content: bytes, mode: int, problem: str
) -> None:
    path = tmp_path / "site.key"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(UsageError, match=problem):
        read_key(path, tmp_path / "lake")


def test_a_key_in_the_lake_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lake" / "site.key"
    path.parent.mkdir()
    make_key(path)
    with pytest.raises(UsageError, match="lies in the lake"):
        read_key(path, tmp_path / "lake")
    with pytest.raises(UsageError, match="cannot be read"):
        read_key(tmp_path / "nowhere", tmp_path / "lake")
