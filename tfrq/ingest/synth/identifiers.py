"""Patient numbers: 63 bits that look random and never collide."""

from __future__ import annotations

import hashlib

import numpy as np

from tfrq.ingest.synth.draws import Codes

_MASK = np.uint64(2**63 - 1)
_SHIFT = np.uint64(31)


def patient_ids(first: int, count: int, seed: int) -> Codes:
    """Identifiers of the running numbers `first`, `first` + 1, ...

    Adding, multiplying by an odd number and folding the upper bits onto the lower ones are each
    reversible on 63 bits, so different numbers have different identifiers, whatever the key.
    """
    keys = _keys(seed)
    mixed = np.arange(first, first + count, dtype=np.uint64)
    for added, factor in zip(keys[:3], keys[3:], strict=True):
        mixed = ((mixed + added) * (factor | np.uint64(1))) & _MASK
        mixed = mixed ^ (mixed >> _SHIFT)
    return mixed.astype(np.int64)


def _keys(seed: int) -> list[np.uint64]:
    digest = hashlib.blake2b(str(seed).encode(), person=b"tfrq synthetic", digest_size=48).digest()
    return [np.uint64(int.from_bytes(digest[i : i + 8], "little")) for i in range(0, 48, 8)]
