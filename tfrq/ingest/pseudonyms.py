"""Patients' ids become keyed hashes, and dates may move: only the site's key tells how.

HMAC-SHA256 (RFC 2104) over the site's code and the site's own id; 63 bits of it are the patient
in the lake. Two of a million patients of a site meet with a probability below 1 in 10 million.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from tfrq.errors import UsageError
from tfrq.vocabulary import LAST_CONTACT

LEAST_BYTES = 32
# A random key of 32 bytes, in hexadecimal digits or not, has more different ones than this.
_LEAST_DIFFERENT = 8
_REMEMBERED = 1_000_000


class Pseudonyms:
    """The pseudonyms of one site's patients. `shift_days`: dates move 1 to that many days into
    the past, each patient's by a number of its own; 0: they stay."""

    def __init__(self, key: bytes, site: str, shift_days: int = 0) -> None:
        self._key = key
        self._site = site
        self._shift_days = shift_days
        # Exports repeat a patient in many rows.
        self._patient = lru_cache(_REMEMBERED)(self._hashed)

    def patients(self, texts: pl.Series) -> pl.Series:
        """The site's ids (String) as ids of the lake (Int64, 63 bits); null stays null."""
        distinct = texts.drop_nulls().unique()
        hashed = pl.Series([self._patient(text) for text in distinct], dtype=pl.Int64)
        return texts.replace_strict(distinct, hashed, default=None, return_dtype=pl.Int64)

    def shifted(self, records: pl.DataFrame, cut: date) -> pl.DataFrame:
        """Records with every date moved by its patient's number of days. No last contact and no
        stop of a treatment is left after `cut`, the lake's: one on the true data cut would tell
        the number. (Nothing after the cut is used: a last contact there says no more than one on
        it, and a stop no more than none.)"""
        if not self._shift_days or records.is_empty():
            return records
        distinct = records["patient_id"].unique()
        days = pl.Series([self._days(patient) for patient in distinct], dtype=pl.Int32)
        offset = pl.col("patient_id").replace_strict(distinct, days, return_dtype=pl.Int32)
        dates = [name for name, kind in records.schema.items() if kind == pl.Date]
        moved = records.with_columns(
            (pl.col(name).cast(pl.Int32) - offset).cast(pl.Date) for name in dates
        )
        return moved.with_columns(**_until(cut, moved.columns))

    def _hashed(self, text: str) -> int:
        return int.from_bytes(self._digest("patient", text)[:8], "big") >> 1

    def _days(self, patient: int) -> int:
        number = int.from_bytes(self._digest("date shift", str(patient)), "big")
        return 1 + number % self._shift_days

    def _digest(self, purpose: str, text: str) -> bytes:
        message = "\0".join(("tfrq", purpose, self._site, text))
        return hmac.digest(self._key, message.encode(), "sha256")


def _until(cut: date, columns: list[str]) -> dict[str, pl.Expr]:
    if "event" in columns:
        late = (pl.col("event") == LAST_CONTACT) & (pl.col("event_date") > cut)
        return {"event_date": pl.when(late).then(pl.lit(cut)).otherwise(pl.col("event_date"))}
    if "stop_reason" in columns:
        kept = pl.col("stop_date") <= cut
        return {name: pl.when(kept).then(name) for name in ("stop_date", "stop_reason")}
    return {}


def read_key(path: Path, lake: Path) -> bytes:
    """The key in a file. UsageError where it is none that keeps a secret: too short, no random
    one, readable by others, or in the lake, which everybody gets who may count."""
    try:
        key = path.read_bytes().strip()
        mode = path.stat().st_mode
    except OSError as problem:
        raise UsageError(
            f"the key {path} cannot be read: {problem.strerror}",
            hint="'tfrq site key FILE' makes one",
        ) from None
    if path.resolve().is_relative_to(lake.resolve()):
        raise UsageError(f"the key {path} lies in the lake", hint="keep it with the site")
    if stat.S_IMODE(mode) & 0o077:
        raise UsageError(f"others can read the key {path}", hint=f"chmod 600 {path}")
    if len(key) < LEAST_BYTES or len(set(key)) < _LEAST_DIFFERENT:
        raise UsageError(
            f"{path} holds no key: {LEAST_BYTES} random bytes at least",
            hint="'tfrq site key FILE' makes one",
        )
    return key


def make_key(path: Path) -> None:
    """Write a new random key, which its owner alone can read. UsageError where a file is: without
    the key it holds, a site's patients would get other ids with the next export."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already", hint="a site keeps its key: give another name"
        ) from None
    except OSError as problem:
        raise UsageError(f"cannot write {path}: {problem.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(LEAST_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
