"""Words, transcripts, flags and mutations."""

from __future__ import annotations

import polars as pl
import pytest

from tfrq import schema
from tfrq.ingest.values.distinct import blank_missing
from tfrq.ingest.values.spelling import casefolded, folded
from tfrq.ingest.values.synonyms import synonyms
from tfrq.ingest.values.transcripts import read_transcripts
from tfrq.ingest.values.words import (
    read_booleans,
    read_flags,
    read_mutations,
    read_words,
)

UNMAPPED = "unmapped value"
COLUMNS = {(t.name, c.name): c for t in schema.TABLES.values() for c in t.columns}
WITH_WORDS = [key for key, column in COLUMNS.items() if column.allowed and key[0] != "sites"]


def read_one(text: str, table: str, column: str, **values: str) -> str | None:
    """The word of the lake, or the rule that the text breaks."""
    allowed = COLUMNS[table, column].allowed
    frame = read_words(pl.Series([text]), allowed, values, synonyms(table, column))
    word, problem = frame.row(0)
    return str(problem) if problem else word


WORDS = [
    ("treatments", "drug", "Glivec", "imatinib"),
    ("treatments", "drug", "sti-571", "imatinib"),
    ("treatments", "drug", "'L01EA03", "nilotinib"),
    ("treatments", "drug", "L01XE06", "dasatinib"),
    ("treatments", "drug", "hydroxycarbamide", "hydroxyurea"),
    ("treatments", "drug", "imatinib 400", UNMAPPED),
    ("events", "drug", "hydroxyurea", UNMAPPED),
    ("treatments", "stop_reason", "failure", "resistance"),
    ("treatments", "stop_reason", "TFR", "TFR attempt"),
    ("patients", "sex", "FEMALE", "female"),
    ("patients", "sex", "F", UNMAPPED),
    ("patients", "sex", "m", UNMAPPED),
    ("patients", "sex", "Male", "male"),
    ("patients", "sex", "1", UNMAPPED),
    ("patients", "sex", "w", UNMAPPED),
    ("patients", "phase", "CP", "chronic"),
    ("patients", "phase", "blast crisis", "blast"),
    ("patients", "sokal_reported", "int", "intermediate"),
    ("patients", "eutos_reported", "intermediate", UNMAPPED),
    ("molecular", "reference_gene", "ABL", "ABL1"),
    ("molecular", "reference_gene", "gus", "GUSB"),
    ("molecular", "method", "RQ-PCR", "RT-qPCR"),
    ("molecular", "method", "ddPCR", "dPCR"),
    ("molecular", "sample_type", "PB", "blood"),
    ("molecular", "reported_level", "MR 4,5", "MR4.5"),
    ("molecular", "reported_level", "mr4^5", "MR4.5"),
    ("molecular", "reported_level", "MMR", "MR3"),
    ("molecular", "reported_level", "MR6", UNMAPPED),
    ("events", "event", "HSCT", "transplant"),
    ("events", "event", "progress", UNMAPPED),
    ("labs", "marker", "regulatory t cells", "Tregs"),
]


@pytest.mark.parametrize(("table", "column", "text", "expected"), WORDS)
def test_words(table: str, column: str, text: str, expected: str) -> None:
    assert read_one(text, table, column) == expected


@pytest.mark.parametrize(("table", "column"), WITH_WORDS)
def test_the_lakes_own_words_mean_themselves_and_synonyms_nothing_else(
    table: str, column: str
) -> None:
    if column in ("transcripts", "unit"):
        return
    allowed = COLUMNS[table, column].allowed
    for word in allowed:
        assert read_one(word.upper(), table, column) == word
    for text, word in synonyms(table, column).items():
        assert text == folded(text)
        assert read_one(text, table, column) == (word if word in allowed else UNMAPPED)


def test_the_mapping_comes_first_and_may_say_that_nothing_is_known() -> None:
    assert read_one("W", "patients", "sex", w="female") == "female"
    assert read_one("m", "patients", "sex", m="female") == "female"
    assert read_one("unknown", "patients", "sex", unknown="") is None
    assert read_one("x", "patients", "sex", x="diverse") == UNMAPPED


def test_a_column_of_codes_takes_what_the_mapping_gives() -> None:
    frame = read_words(pl.Series(["Labb 1", "LAB1"]), (), {"labb 1": "LAB1"}, {})
    assert frame.rows() == [("LAB1", None), (None, UNMAPPED)]


TRANSCRIPTS = [
    ("e14a2", ["e14a2"]),
    ("b3-a2", ["e14a2"]),
    ("b3/a2", ["e14a2"]),
    ("e14/a2", ["e14a2"]),
    ("B2A2", ["e13a2"]),
    ("e14a2+b2a2", ["e13a2", "e14a2"]),
    ("b3a2 + e14a2", ["e14a2"]),
    ("p210", ["p210 unspecified"]),
    ("major", ["p210 unspecified"]),
    ("Mbcr", ["p210 unspecified"]),
    ("M-BCR", ["p210 unspecified"]),
    ("mbcr", ["e1a2"]),
    ("m-bcr", ["e1a2"]),
    # All in capitals it may be either.
    ("MBCR", UNMAPPED),
    ("µbcr", ["e19a2"]),
    ("μ-bcr", ["e19a2"]),
    ("p190", ["e1a2"]),
    ("both", ["e13a2", "e14a2"]),
    ("none", None),
    ("e14a2+?", UNMAPPED),
    ("e14a2+", UNMAPPED),
    ("e99a2", UNMAPPED),
]


@pytest.mark.parametrize(("text", "expected"), TRANSCRIPTS)
def test_transcripts(text: str, expected: list[str] | str | None) -> None:
    values = {"both": "e13a2+e14a2", "none": ""}
    frame = read_transcripts(pl.Series([text]), "+", values)
    found, problem = frame.row(0)
    assert (problem or found) == expected


def test_transcripts_are_divided_by_the_sign_of_the_mapping() -> None:
    frame = read_transcripts(pl.Series(["e14/a2", "e14a2/e13a2", "e14a2+e13a2"]), "/", {})
    assert frame["transcripts"].to_list() == [["e14a2"], ["e13a2", "e14a2"], None]


def test_booleans_and_flags() -> None:
    texts = pl.Series(["Ja", "NEIN", "nej", "oui", "1", "0", "x", None])
    known = [True, False, False, True, True, False]
    assert read_booleans(texts, {})["word"].to_list() == [*known, None, None]
    assert read_booleans(texts, {})["problem"].to_list()[6:] == [UNMAPPED, None]
    assert read_flags(texts)["word"].to_list() == [*known, True, None]
    assert read_booleans(pl.Series(["J", "?"]), {"j": "false", "?": ""}).rows() == [
        (False, None),
        (None, None),
    ]


def test_mutations_are_changes_of_an_amino_acid() -> None:
    texts = pl.Series(["T315I", "t315i", "p.Thr315Ile", "p.(T315I)", "none", "315", "Z315I", "T0I"])
    found = read_mutations(texts, {"none": ""})
    assert found["word"].to_list() == ["T315I"] * 4 + [None] * 4
    assert found["problem"].to_list() == [None] * 5 + [UNMAPPED] * 3


def test_texts_that_mean_nothing_become_null() -> None:
    texts = pl.Series("sex", ["NA", "'na", "STRASSE", "Straße", "-9", "", None, "f"])
    blanked = blank_missing(texts, {"na", "strasse", "-9"})
    assert blanked.to_list() == [None] * 7 + ["f"]
    assert blanked.name == "sex"


def test_a_column_is_casefolded_as_its_texts_are() -> None:
    """Each letter of Latin and Greek exports, but for two that exports do not hold."""
    letters = [*map(chr, range(0x20, 0x180)), *map(chr, range(0x391, 0x3CA)), "STRASSE Σ", "ΑΣ"]
    texts = [letter for letter in letters if letter not in ("ŉ", "ΰ")]
    folded_texts = pl.DataFrame({"text": texts}).select(casefolded(pl.col("text")))
    assert folded_texts["text"].to_list() == [text.casefold() for text in texts]
