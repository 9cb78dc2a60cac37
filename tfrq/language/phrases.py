"""What can be written: every phrase with an example, and the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tfrq import model, vocabulary
from tfrq.language.indexes import parse_index
from tfrq.language.word_parts import index_words
from tfrq.model import Node


@dataclass(frozen=True)
class Phrase:
    """An example that parses, what it asks, the group it is listed in, and the criterion or
    combination that it shows (None for an option or an endpoint)."""

    phrase: str
    meaning: str
    group: str
    shows: type[Node] | None


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary and what it stands for."""

    word: str
    meaning: str
    group: str


def _phrases(group: str, *rows: tuple[str, str, type[Node] | None]) -> tuple[Phrase, ...]:
    return tuple(Phrase(phrase, meaning, group, shows) for phrase, meaning, shows in rows)


RESPONSE = _phrases(
    "Molecular response",
    (
        "MR4.5 for >= 2 years",
        "unbroken up to the index, with no test above the level and tests at most 12 months apart",
        model.SustainedResponse,
    ),
    (
        "MR4 for >= 2 years (tests >= 4, spacing >= 3 months)",
        "documented on at least 4 test days, counted at least 3 months apart",
        model.SustainedResponse,
    ),
    (
        "MR4 for >= 2 years (gap <= 6 months)",
        "neighbouring tests at most 6 months apart; 12 months unless said",
        model.SustainedResponse,
    ),
    (
        "MR4.5 for >= 2 years (depth verified)",
        "tests whose depth nobody knows (copies of the reference gene) do not count",
        model.SustainedResponse,
    ),
    (
        "MR4 at index",
        "the latest informative test, at most 12 months old",
        model.ResponseState,
    ),
    ("MR4 at index (within 3 months)", "the same, at most 3 months old", model.ResponseState),
    ("MR4 ever", "any test day that shows it", model.AnyResponse),
    ("MMR within 12 months after TKI start", "any test day in the period", model.AnyResponse),
    ("BCR::ABL1 <= 0.0069 % ever", "any number in place of a level", model.AnyResponse),
    (
        "undetectable at index (copies >= 50000)",
        "not detected, in at least that many copies of the reference gene",
        model.ResponseState,
    ),
    (
        "BCR::ABL1 <= 10 % at 3 months after TKI start (window 6 weeks)",
        "a milestone: the informative test nearest to that day",
        model.ResponseAt,
    ),
    ("2 of last 4 tests MR4.5", "at least 2 of the latest 4 informative tests", model.LastTests),
    (
        "all tests MR4 within 12 months before index (tests >= 3)",
        "no test of the period is above the level, and there are at least 3",
        model.AllTests,
    ),
    (
        "at least 3 tests within 12 months before index",
        "test days of any result",
        model.TestCount,
    ),
    (
        "first MR4.5 >= 2 years before index",
        "since it was first shown, whatever came between",
        model.FirstResponse,
    ),
    (
        "no confirmed loss of MR4.5 within 12 months before index",
        "two consecutive tests above the level; also: loss of MMR, any positive test, restart",
        model.Endpoint,
    ),
)
EXPOSURE = _phrases(
    "Drugs and lines",
    ("imatinib >= 5 years", "days on it, overlaps counted once", model.Exposure),
    (
        "TKI >= 3 years (continuous)",
        "the longest stretch, breaks of at most 30 days bridged",
        model.Exposure,
    ),
    ("imatinib >= 1 year (current)", "the stretch that reaches the index", model.CurrentExposure),
    ("never ponatinib", "no day on it; also: ever imatinib", model.AnyExposure),
    ("interferon before TKI start", "some day on it in a period", model.AnyExposure),
    ("first-line imatinib", "a drug of that TKI line", model.LineDrug),
    ("at most 2 TKI lines", "different TKI lines that were begun", model.LineCount),
    ("on nilotinib at index", "taking it that day", model.OnDrug),
    ("stopped nilotinib", "among the TKIs that were stopped last", model.StoppedDrug),
    ("no stop for resistance", "why TKI lines ended", model.StoppedFor),
    ("switched for intolerance", "the same, of lines that another followed", model.SwitchedFor),
)
PATIENT = _phrases(
    "Patient, disease and events",
    ("age >= 18 at diagnosis", "by the difference of years; also: age 18-65", model.Age),
    ("female", "or male", model.Sex),
    ("country SE or NO", "of the site; codes in capitals, or names", model.Country),
    ("site SE01", "by its code", model.Site),
    ("diagnosed 2005-2015", "also: diagnosed >= 2005-01-01", model.Diagnosed),
    ("chronic phase at diagnosis", "phase of the disease then", model.PhaseAtDiagnosis),
    ("no accelerated or blast phase", "as an event, at diagnosis too", model.AdvancedPhase),
    ("typical transcript", "e13a2 or e14a2, and no other", model.Transcript),
    ("transcript e13a2 or e14a2", "every transcript found is one of these", model.Transcript),
    ("ELTS low or intermediate", "risk group; also: Sokal, Hasford, EUTOS", model.RiskScore),
    ("no T315I mutation", "also: transplant, progression, mutation, death", model.Event),
    ("no previous TFR attempt", "none that began before the index", model.PreviousAttempt),
    ("followed >= 6 months after index", "observed for that long", model.Followed),
    ("tapered before index", "the dose was reduced before the stop", model.Tapered),
    (
        "NK cells >= 0.15 x10^9/L at index",
        "the latest laboratory value, at most 3 months old",
        model.Laboratory,
    ),
    (
        "halving time <= 9.35 days",
        "of BCR::ABL1, from before treatment to 3 months of TKI",
        model.HalvingTime,
    ),
)
COMBINING = _phrases(
    "Combining",
    ("MR4 at index, imatinib >= 3 years", "a comma or a new line is 'and'", None),
    ("not (female and MR4 ever)", "the opposite; not assessable stays so", model.Not),
    ("MR4 ever and typical transcript", "both", model.And),
    ("imatinib >= 5 years or nilotinib >= 4 years", "either", model.Or),
    ("imatinib or nilotinib >= 5 years", "one exposure to either", model.Exposure),
    ("at least 2 of (MR4 ever; female; no transplant)", "enough of a list", model.AtLeast),
    ("in euro-ski", "all of another definition, at this one's index", model.InDefinition),
    (
        "assume undetectable = MR4.5, MR4.5 at index",
        "an option: what 'not detected' counts for where copies are unknown",
        None,
    ),
)
# Endpoints stand beside a definition, in --endpoint or the key `endpoint`, and are no criteria.
ENDPOINTS = _phrases(
    "Endpoints",
    ("loss of MMR", "the first informative test above 0.1 %, up to a restart", None),
    ("confirmed loss of MR4", "two such tests in a row, dated at the first", None),
    ("confirmed loss of MR4 (dated at confirmation)", "the same, dated at the second", None),
    ("loss of MR4.5 (depth verified)", "tests of unknown depth do not count", None),
    ("confirmed loss of BCR::ABL1 <= 0.0069 %", "any number in place of a level", None),
    ("any positive test", "the first in which BCR::ABL1 is detected", None),
    ("regained MMR", "after the restart, from which time runs", None),
    ("restart", "a TKI started again", None),
    ("progression", "also: accelerated phase, blast phase", None),
    ("death", "also: transplant, mutation, T315I mutation", None),
    ("MRFS", "loss of MMR or death or progression", None),
    ("TFS", "loss of MMR or restart or progression or death", None),
    ("loss of MR4 or restart", "the earlier of the two", None),
    ("loss of MMR competing death or restart", "what comes first keeps it from happening", None),
)
PHRASES = (*RESPONSE, *EXPOSURE, *PATIENT, *COMBINING)


def words() -> Iterator[Word]:
    """The words of the vocabulary, group by group."""
    yield from _indexes()
    yield from _levels()
    yield from _drugs()
    for marker, units in vocabulary.MARKERS.items():
        yield Word(marker, f"in {' or '.join(units)}", "Markers")
    for transcript in vocabulary.TRANSCRIPTS:
        yield Word(transcript, _also(transcript, vocabulary.TRANSCRIPT_SYNONYMS), "Transcripts")
    for score, groups in vocabulary.SCORES.items():
        yield Word(score, ", ".join(groups), "Scores")
    for reason in vocabulary.STOP_REASONS:
        yield Word(reason, _also(reason, vocabulary.STOP_REASON_SYNONYMS), "Stop reasons")
    for country, code in vocabulary.COUNTRIES.items():
        yield Word(code, country, "Countries")


def _indexes() -> Iterator[Word]:
    """What `--index` takes, and the date that each is."""
    for kind in model.INDEXES:
        name = "first MR4.5" if kind == "first response" else kind
        yield Word(name, f"--index: {index_words(parse_index(name))}", "Indexes")


def _levels() -> Iterator[Word]:
    for level in vocabulary.LEVELS:
        depth = f"; depth of {level.abl1_copies:,} copies of ABL1" if level.abl1_copies else ""
        also = _also(level.name, vocabulary.LEVEL_SYNONYMS, "; ")
        yield Word(level.name, f"BCR::ABL1 <= {level.cutoff} % IS{depth}{also}", "Levels")
    also = ", ".join(vocabulary.UNDETECTABLE_SYNONYMS[1:])
    yield Word(vocabulary.UNDETECTABLE, f"not detected, at any depth; also {also}", "Levels")


def _drugs() -> Iterator[Word]:
    for drug in vocabulary.DRUGS:
        words = (drug.drug_class, *drug.synonyms)
        yield Word(drug.name, ", ".join(filter(None, words)), "Drugs")
    for name, drugs in vocabulary.DRUG_CLASSES.items():
        yield Word(name, ", ".join(drugs), "Drugs")


def _also(word: str, synonyms: dict[str, str], before: str = "") -> str:
    found = ", ".join(one for one, meant in synonyms.items() if meant == word)
    return f"{before}also {found}" if found else ""


def found(word: str = "") -> tuple[Phrase | Word, ...]:
    """Every phrase and word, or those that have this in them, in their group or their meaning."""
    wanted = word.casefold()
    everything: list[Phrase | Word] = [*PHRASES, *ENDPOINTS, *words()]
    return tuple(one for one in everything if wanted in _text(one).casefold())


def _text(one: Phrase | Word) -> str:
    own = one.phrase if isinstance(one, Phrase) else one.word
    return f"{own}\n{one.meaning}\n{one.group}"
