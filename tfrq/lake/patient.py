"""How a patient's id is shown: 13 letters and digits (base32, RFC 4648) for its 64 bits."""

from __future__ import annotations

import base64
import binascii

from tfrq.errors import DataError, UsageError


def patient_text(patient_id: int) -> str:
    """The id as text: 13 characters, the first always a letter, so no table program takes it
    for a number. Its order is not that of the ids. DataError for a number below 0 or above
    63 bits."""
    if not 0 <= patient_id < 2**63:
        raise DataError("a patient_id is not a number of 63 bits")
    return base64.b32encode(patient_id.to_bytes(8, "big")).decode().rstrip("=")


def patient_id(text: str) -> int:
    """The id that a text shows; upper and lower case are the same. UsageError if it is none."""
    try:
        number = int.from_bytes(base64.b32decode(text.strip().upper() + "==="), "big")
    except (binascii.Error, ValueError):
        number = -1
    if not 0 <= number < 2**63 or patient_text(number) != text.strip().upper():
        raise UsageError(
            f"{text!r} is no patient",
            hint="a patient is 13 letters and digits, as lists of patients show",
        )
    return number
