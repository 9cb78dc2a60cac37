"""Which gene the copies of a test are of: without it they say nothing of its depth."""

from __future__ import annotations

import re
from dataclasses import replace

from tfrq.ingest.profile import naming
from tfrq.ingest.profile.entries import Entry

GENE, COPIES = "reference_gene", "reference_copies"
WHY = (
    "Copies of an unknown gene say nothing of how deep a test could see: its depth counts as not "
    "verified, and so as no deep response. Of which gene are they?"
)
_GENES = {"abl": "ABL1", "cabl": "ABL1", "gus": "GUSB", "gusb": "GUSB", "bcr": "BCR"}
_FUSION = re.compile(r"bcr ?c? ?abl")  # in BCR::ABL1 neither is the reference
_GENE = re.compile(rf"\b({'|'.join(_GENES)})(?:\b|(?=[ck]op))")


def with_gene(entry: Entry) -> Entry:
    """With the reference gene as a constant where a column has its copies, none the gene, and the
    name of that column (or, if not, of another of the entry) says which it is."""
    if not lacks_gene(entry):
        return entry
    copies = [one for one in entry.choices if one.target == COPIES]
    for some in (copies, entry.choices):
        names = [f"{one.part.source} / {one.part.column.label}" for one in some]
        genes = {gene for name in names for gene in _named(name)}
        if len(genes) == 1:
            return replace(entry, constants={**entry.constants, GENE: genes.pop()})
    return entry


def lacks_gene(entry: Entry) -> bool:
    """Whether an entry has copies of a gene that nothing names."""
    return bool(entry.choice(COPIES) and not entry.choice(GENE) and GENE not in entry.constants)


def _named(name: str) -> set[str]:
    words = _FUSION.sub(" ", " ".join(naming.words(name)))
    return {_GENES[found] for found in _GENE.findall(words)}
