"""Tables and columns of the lake: one truth for ingestion, SQL and lake-layout.md.

Every rule of a column (type, nullability, allowed values, range) is data here; `lake check` and
publication enforce it, and lake-layout.md prints it. Derived levels and durations are not stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from tfrq import vocabulary

SCHEMA_VERSION = "1"


@dataclass(frozen=True)
class Column:
    """One column. `type` is DuckDB's name of the Parquet type; `minimum` is inclusive;
    `allowed` lists the only text values; `unit` is empty where none applies."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    nullable: bool = True
    allowed: tuple[str, ...] = ()
    minimum: str = ""


@dataclass(frozen=True)
class Rule:
    """A condition in SQL that every row of the table meets (a NULL result passes)."""

    name: str
    condition: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table. `key` names the columns that no two rows of the lake share (empty: none);
    `sort` is the order of rows in a file; every date column gets an integer twin in the view."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    rules: tuple[Rule, ...] = ()

    @property
    def dates(self) -> tuple[Column, ...]:
        """The DATE columns."""
        return tuple(column for column in self.columns if column.type == "DATE")


def day_column(date_column: str) -> str:
    """Name of the integer twin (days since 1970-01-01) that views give a date column."""
    return date_column.removesuffix("_date") + "_day"


PERCENT = "DECIMAL(12,7)"
COUNTRY = Column("country", "VARCHAR", "country of the site, ISO 3166-1 alpha-2", nullable=False)
SITE = Column(
    "site", "VARCHAR", "code of the site: capitals and digits, a letter first", nullable=False
)
PATIENT_ID = "patient_id"
PATIENT = Column(
    PATIENT_ID,
    "BIGINT",
    "63 bits of a keyed hash, unique in the lake",
    nullable=False,
    minimum="0",
)


def _blood(name: str, meaning: str, unit: str = "%", kind: str = "DECIMAL(5,2)") -> Column:
    return Column(name, kind, meaning + " at diagnosis, before treatment", unit, minimum="0")


def _reported(score: str) -> Column:
    name = f"{score.lower()}_reported"
    return Column(
        name,
        "VARCHAR",
        f"{score} risk group as the site reported it",
        allowed=vocabulary.SCORES[score],
    )


SITES = Table(
    "sites",
    "One row per site of the alliance, with its status at the release; a site that was added to "
    "lake.toml later has none.",
    (
        COUNTRY,
        SITE,
        Column(
            "status",
            "VARCHAR",
            "how far the site's data are harmonised",
            nullable=False,
            allowed=vocabulary.SITE_STATUSES,
        ),
        Column("data_cut_date", "DATE", "last day that the site's export covers"),
        Column(
            "expected_patients",
            "INTEGER",
            "patients that the site has announced",
            unit="patients",
            minimum="0",
        ),
    ),
    key=("site",),
    sort=("site",),
)

PATIENTS = Table(
    "patients",
    "One row per patient: who, where, and the state at diagnosis.",
    (
        COUNTRY,
        SITE,
        PATIENT,
        Column("sex", "VARCHAR", "sex", allowed=vocabulary.SEXES),
        Column("birth_year", "SMALLINT", "year of birth; the day never enters the lake"),
        Column("diagnosis_date", "DATE", "date of diagnosis of CML"),
        Column("phase", "VARCHAR", "phase at diagnosis", allowed=vocabulary.PHASES),
        Column(
            "transcripts",
            "VARCHAR[]",
            "set of BCR::ABL1 transcripts found; NULL or empty: not typed",
            allowed=vocabulary.TRANSCRIPTS,
        ),
        _blood("leukocytes", "leukocyte count", "10^9/L", "DECIMAL(7,2)"),
        _blood("haemoglobin", "haemoglobin", "g/L", "DECIMAL(5,1)"),
        Column(
            "platelets",
            "DECIMAL(7,2)",
            "platelet count at diagnosis, before treatment",
            "10^9/L",
            minimum="0.01",
        ),
        _blood("blasts", "blasts in blood"),
        _blood("basophils", "basophils in blood"),
        _blood("eosinophils", "eosinophils in blood"),
        _blood("spleen", "spleen below the costal margin (0: none)", "cm", "DECIMAL(5,1)"),
        Column(
            "additional_chromosomal_abnormalities",
            "BOOLEAN",
            "additional chromosomal abnormalities at diagnosis",
        ),
        Column(
            "baseline_bcr_abl1",
            PERCENT,
            "BCR::ABL1 on the International Scale before treatment",
            "% IS",
            minimum="0",
        ),
        _reported("Sokal"),
        _reported("Hasford"),
        _reported("EUTOS"),
        _reported("ELTS"),
    ),
    key=("patient_id",),
    sort=("patient_id",),
)

TREATMENTS = Table(
    "treatments",
    "One row per stretch of one drug at one dose, half-open: stop_date is the first day without "
    "it. A change of dose ends a row and begins the next on the same day, in the same line; a "
    "stop_date on which another row of the same drug is running is no stop of the drug.",
    (
        COUNTRY,
        SITE,
        PATIENT,
        Column(
            "line_number",
            "SMALLINT",
            "number of the TKI line, from 1; NULL for what is no TKI",
            minimum="1",
        ),
        Column(
            "drug",
            "VARCHAR",
            "generic name",
            nullable=False,
            allowed=tuple(drug.name for drug in vocabulary.DRUGS),
        ),
        Column("start_date", "DATE", "first day on the drug at this dose", nullable=False),
        Column("stop_date", "DATE", "first day without it; NULL: ongoing"),
        Column("daily_dose", "DECIMAL(8,3)", "dose per day", "mg (interferon: MU)", minimum="0"),
        Column(
            "stop_reason",
            "VARCHAR",
            "why the row ended; NULL: ongoing or not stated",
            allowed=vocabulary.STOP_REASONS,
        ),
    ),
    key=(),
    sort=("patient_id", "start_date"),
    rules=(
        Rule(
            "at least one day",
            "stop_date > start_date",
            "a treatment lasts at least one day: stop_date is later than start_date",
        ),
        Rule(
            "TKI rows have a line",
            "(line_number IS NOT NULL) = (drug IN ("
            + ", ".join(f"'{name}'" for name in vocabulary.TKIS)
            + "))",
            "line_number is given for every TKI and for nothing else",
        ),
    ),
)

MOLECULAR = Table(
    "molecular",
    "One row per BCR::ABL1 test. A test reports a value, a bound on it, a level, or only whether "
    "transcripts were detected.",
    (
        COUNTRY,
        SITE,
        PATIENT,
        Column("test_date", "DATE", "date of the sample", nullable=False),
        Column(
            "value",
            PERCENT,
            "BCR::ABL1 over reference gene; 0 means not detected unless `detected` says otherwise",
            "% of the scale",
            minimum="0",
        ),
        Column(
            "operator",
            "VARCHAR",
            "'=': value is the result; '<', '<=': an upper bound; '>', '>=': a lower bound; "
            "NULL where there is no value",
            allowed=vocabulary.OPERATORS,
        ),
        Column(
            "scale",
            "VARCHAR",
            "International Scale or the laboratory's own; a local value is no IS value, but one "
            "above 0 shows that transcripts were detected, as an IS value does",
            nullable=False,
            allowed=(vocabulary.IS, vocabulary.LOCAL),
        ),
        Column(
            "detected",
            "BOOLEAN",
            "whether the site reported transcripts as detected; NULL: not stated",
        ),
        Column(
            "reported_level",
            "VARCHAR",
            "level reported in place of a number",
            allowed=tuple(level.name for level in vocabulary.LEVELS),
        ),
        Column("reference_gene", "VARCHAR", "reference gene", allowed=vocabulary.REFERENCE_GENES),
        Column(
            "reference_copies",
            "INTEGER",
            "copies of the reference gene, summed over replicates",
            "copies",
            minimum="0",
        ),
        Column(
            "conversion_factor",
            "DECIMAL(8,5)",
            "factor by which the laboratory came to the International Scale; already applied",
            minimum="0.00001",
        ),
        Column("detection_limit", PERCENT, "limit of detection as reported", "%", minimum="0"),
        Column("laboratory", "VARCHAR", "code of the laboratory"),
        Column("method", "VARCHAR", "assay", allowed=vocabulary.METHODS),
        Column("sample_type", "VARCHAR", "material", allowed=vocabulary.SAMPLE_TYPES),
    ),
    key=(),
    sort=("patient_id", "test_date"),
    rules=(
        Rule(
            "a value has an operator",
            "(value IS NULL) = (operator IS NULL)",
            "operator is given exactly where value is",
        ),
        Rule("a bound is above 0", "operator = '=' OR value > 0", "0 is never a bound"),
        Rule(
            "a level stands alone",
            "reported_level IS NULL OR value IS NULL",
            "reported_level is given only where there is no number",
        ),
    ),
)

TFR_ATTEMPTS = Table(
    "tfr_attempts",
    "One row per attempt at treatment-free remission.",
    (
        COUNTRY,
        SITE,
        PATIENT,
        Column(
            "attempt_number",
            "SMALLINT",
            "number that the site gave the attempt, from 1",
            nullable=False,
            minimum="1",
        ),
        Column("deescalation_date", "DATE", "first day on the reduced dose, where tapered"),
        Column("stop_date", "DATE", "first TKI-free day", nullable=False),
        Column("drug", "VARCHAR", "TKI that was stopped", allowed=vocabulary.TKIS),
        Column("reason", "VARCHAR", "why", allowed=("trial", "pregnancy", "toxicity", "other")),
        Column(
            "withdrawal_syndrome", "BOOLEAN", "new or worse musculoskeletal pain after stopping"
        ),
    ),
    key=("patient_id", "attempt_number"),
    sort=("patient_id", "stop_date"),
    rules=(
        Rule(
            "taper before stop",
            "deescalation_date <= stop_date",
            "deescalation_date is not later than stop_date",
        ),
    ),
)

EVENTS = Table(
    "events",
    "One row per dated event: progression, transplant, mutation, restart of a TKI, death, last "
    "contact. At most one death and one last contact per patient.",
    (
        COUNTRY,
        SITE,
        PATIENT,
        Column("event", "VARCHAR", "what happened", nullable=False, allowed=vocabulary.EVENTS),
        Column("event_date", "DATE", "when", nullable=False),
        Column("mutation", "VARCHAR", "of a mutation: amino-acid change, as T315I"),
        Column("drug", "VARCHAR", "of a restart: the TKI", allowed=vocabulary.TKIS),
        Column("reason", "VARCHAR", "of a restart: why", allowed=vocabulary.RESTART_REASONS),
        Column("cause", "VARCHAR", "of a death: the cause", allowed=vocabulary.DEATH_CAUSES),
    ),
    key=(),
    sort=("patient_id", "event_date"),
)

LABS = Table(
    "labs",
    "One row per immune marker or laboratory value measured after diagnosis.",
    (
        COUNTRY,
        SITE,
        PATIENT,
        Column("sample_date", "DATE", "date of the sample", nullable=False),
        Column(
            "marker",
            "VARCHAR",
            "what was measured",
            nullable=False,
            allowed=tuple(vocabulary.MARKERS),
        ),
        Column("value", "DECIMAL(12,5)", "result", "the unit column", nullable=False, minimum="0"),
        Column("unit", "VARCHAR", "unit", nullable=False, allowed=vocabulary.UNITS),
        Column("panel", "VARCHAR", "code of the antibody panel"),
        Column("gating", "VARCHAR", "code of the gating strategy"),
        Column("preservation", "VARCHAR", "state of the sample", allowed=vocabulary.PRESERVATIONS),
    ),
    key=(),
    sort=("patient_id", "sample_date"),
)

TABLES = {
    table.name: table
    for table in (SITES, PATIENTS, TREATMENTS, MOLECULAR, TFR_ATTEMPTS, EVENTS, LABS)
}
# Those that a site's data go into; `sites` is the alliance's own.
PATIENT_TABLES = tuple(name for name, table in TABLES.items() if PATIENT in table.columns)
# Events that happen once; `lake check` and publication refuse a second one.
SINGLE_EVENTS = (vocabulary.DEATH, vocabulary.LAST_CONTACT)
