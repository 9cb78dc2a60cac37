"""Random lakes, generated to hurt: small patients, with dates and values on every boundary."""

import random
from datetime import date, timedelta
from decimal import Decimal

from .lake_halving import BASELINES, halving_rows
from .lake_labs import lab_rows
from .lake_results import completed, late_relapse_rows, random_result, relapse_rows
from .patients import TKIS, Lake, Row

SITES: tuple[tuple[str, str, date | None], ...] = (
    ("SE01", "SE", date(2020, 6, 30)),
    ("NO01", "NO", date(2019, 12, 31)),
    ("DE01", "DE", date(2020, 12, 31)),
    ("DE02", "DE", date(2018, 2, 28)),
    ("FI01", "FI", None),
)
TABLES = ("sites", "patients", "treatments", "molecular", "tfr_attempts", "events", "labs")
LONG = (1826, 1825, 1827, 1461, 1095, 1094, 1096, 730, 729, 731, 365, 366, 182, 183)
SHORT = (1, 30, 31, 90, 91, 182, 365)
ROUND = (182, 365, 365, 365, 730)  # windows of whole and half years
PAUSES = (0, 0, 0, 1, 30, 31, 59, 60, 61, 366)
NEAR = (0, 0, 1, -1, 90, 91, 92, 182, 183, 365, 366, 547, 548, 730, 731, 1095)
GAPS = (1, 30, 89, 90, 91, 91, 92, 182, 182, 183, 364, 365, 365, 366, 547, 548, 549)
REASONS = (
    "intolerance",
    "intolerance",
    "resistance",
    "resistance",
    "toxicity",
    "pregnancy",
    "TFR attempt",
    "other",
    None,
)


class Story:
    """One patient in days from the first TKI day, before the days become dates."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.treatments: list[Row] = []
        self.attempts: list[int] = []
        self.restarts: list[int] = []  # the days on which TKIs after an attempt begin
        self.day = 0  # up to here the treatments are told
        self.line = 0
        self.drug = ""

    def treat(self, drug: str, start: int, stop: int | None, reason: str | None) -> None:
        """One row, sometimes a duplicate; a change of TKI begins a line."""
        if drug in TKIS and drug != self.drug:
            self.drug, self.line = drug, self.line + 1
        row: Row = {
            "line_number": self.line if drug in TKIS else None,
            "drug": drug,
            "start_date": start,
            "stop_date": stop,
            "daily_dose": self.rng.choice([None, Decimal("400.000")]),
            "stop_reason": reason if stop is not None else None,
        }
        self.treatments += [row] * self.rng.choice([1] * 9 + [2])

    def combined(self) -> None:
        """A second TKI in the same line, on the same days or added later: then the next drug is a
        new line."""
        last = self.treatments[-1]
        other = self.rng.choice([drug for drug in TKIS[:4] if drug != self.drug])
        start, stop = last["start_date"], last["stop_date"]
        assert isinstance(start, int) and isinstance(stop, int | None)
        added = start + self.rng.choice([0, 0, 1, 90, 91, 182, 365, 366, 730, 731])
        begin = added if stop is None or added < stop else start
        self.treatments.append(dict(last, drug=other, start_date=begin))
        self.drug = ""

    def length(self) -> int:
        """Of a stretch; often so that it ends a round number of days after the last attempt
        began: a window before the next one then begins on a stop day. So does a window after the
        TKI start where the first stretch lasts a day."""
        if self.day == 0 and self.rng.random() < 0.12:
            return 1
        if self.attempts and self.rng.random() < 0.5:
            since = self.day - self.attempts[-1]
            round_ones = [days for days in ROUND if days > since]
            return self.rng.choice(round_ones) - since if round_ones else 365
        return self.rng.choice(LONG if self.rng.random() < 0.6 else SHORT)

    def tell_stretch(self, last: bool) -> None:
        """A stretch on one TKI, sometimes with a change of dose or an interferon beside it."""
        rng = self.rng
        drug = self.drug if self.drug and rng.random() < 0.5 else rng.choice(TKIS[:4])
        start = self.day
        stop = start + self.length()
        if self.attempts and self.attempts[-1] <= start:
            self.restarts.append(start)
        if stop - start > 1 and rng.random() < 0.25:
            change = rng.choice([start + 1, rng.randint(start + 1, stop - 1)])
            self.treat(drug, start, change, "dose change")
            start = change
        ongoing = last and rng.random() < 0.4
        self.treat(drug, start, None if ongoing else stop, rng.choice(REASONS))
        if rng.random() < 0.2:
            self.combined()
        if rng.random() < 0.2:
            other = rng.choice(["interferon", "interferon", "hydroxyurea", "cytarabine"])
            beside = self.day + rng.choice([-365, -30, -1, 0, 1])
            self.treat(other, beside, beside + rng.choice([1, 30, 31, 365]), None)
        self.day = stop

    def tell(self) -> None:
        """Stretches with pauses, overlaps and attempts between them."""
        number = self.rng.choice([0, 1, 1, 2, 2, 3, 4])
        for n in range(number):
            self.tell_stretch(last=n == number - 1)
            draw = self.rng.random()
            if draw < 0.6 and len(self.attempts) < 3:
                self.attempts.append(self.day + self.rng.choice([0] * 8 + [-1, 1]))
                self.day += self.rng.choice([1, 91, 182, 183, 365, 366, 730])
            elif draw < 0.7:
                self.day -= min(10, self.day)
            else:
                self.day += self.rng.choice(PAUSES)
        if number == 0 and self.rng.random() < 0.3:
            self.attempts.append(self.rng.choice([365, 730]))

    def pivots(self) -> list[int]:
        """The days around which boundaries matter."""
        return [0, *self.attempts, *self.attempts, self.day]


def dated(rows: list[Row], origin: date) -> list[Row]:
    """Days from the origin become dates."""
    return [
        {
            name: origin + timedelta(value)
            if name.endswith("_date") and isinstance(value, int)
            else value
            for name, value in row.items()
        }
        for row in rows
    ]


def attempt_rows(rng: random.Random, story: Story) -> list[Row]:
    """Numbered as the site pleased."""
    days = sorted(set(story.attempts))
    numbers = list(range(1, len(days) + 1))
    if rng.random() < 0.2:
        rng.shuffle(numbers)
    tapers = [None, None, 0, 1, 1, 91, 182, 365]  # the first day after a taper of 1 is the stop
    return [
        {
            "attempt_number": number,
            "deescalation_date": None if (taper := rng.choice(tapers)) is None else day - taper,
            "stop_date": day,
            "drug": None,
            "reason": None,
            "withdrawal_syndrome": None,
        }
        for number, day in zip(numbers, days, strict=True)
    ]


def days_of_tests(rng: random.Random, story: Story) -> list[int]:
    """A chain of tests that ends near a pivot, and some beyond it."""
    pivot = rng.choice(story.pivots())
    day = pivot + rng.choice([0, 0, 0, 1, -1, -91, -182, -365, -366])
    days = [day]
    for _ in range(rng.choice([0, 1, 2, 3, 4, 6, 8])):
        day -= rng.choice(GAPS)
        days.append(day)
    days += [pivot + rng.choice(NEAR) for _ in range(rng.choice([0, 0, 1, 2, 3]))]
    days += [rng.choice(days)] if rng.random() < 0.2 else []
    days += days_near_landmark(rng, rng.choice(story.pivots())) if rng.random() < 0.5 else []
    return [] if rng.random() < 0.05 else days


def days_near_landmark(rng: random.Random, pivot: int) -> list[int]:
    """One or both sides of 3 months after a pivot, and so on: on it, at six weeks, beyond."""
    landmark = pivot + rng.choice([91, 91, 182, 182, 365, 730])
    off = rng.choice([0, 1, 41, 42, 42, 43, 91, 92])
    return rng.choice([[landmark - off], [landmark + off], [landmark - off, landmark + off]])


def event_row(name: str, day: int | date, mutation: str | None = None) -> Row:
    return {
        "event": name,
        "event_date": day,
        "mutation": mutation,
        "drug": None,
        "reason": None,
        "cause": None,
    }


def event_rows(rng: random.Random, story: Story) -> list[Row]:
    rows = []
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        name = rng.choice(["accelerated phase", "blast phase", "transplant", "mutation", "restart"])
        mutation = rng.choice(["T315I", "F317L", None]) if name == "mutation" else None
        day = rng.choice(story.pivots()) + rng.choice([-1, 1]) * rng.choice(NEAR)
        rows.append(event_row(name, day, mutation))
    return rows


def latest_date(tables: dict[str, list[Row]]) -> date:
    values = [v for rows in tables.values() for row in rows for v in row.values()]
    return max((v for v in values if isinstance(v, date)), default=date(2000, 1, 1))


def end_rows(rng: random.Random, tables: dict[str, list[Row]], cut: date) -> list[Row]:
    """A death anywhere, and a last contact that is not older than the latest record."""
    rows = []
    latest = latest_date(tables)
    if rng.random() < 0.2:
        near = rng.choice([cut, cut, latest])
        rows.append(event_row("death", near + timedelta(rng.choice([-366, -30, -1, 0, 1, 30]))))
    if rng.random() < 0.5:
        wished = cut - timedelta(rng.choice([-30, 0, 1, 30, 364, 365, 366, 500]))
        latest = max([latest, *(d for r in rows if isinstance(d := r["event_date"], date))])
        rows.append(event_row("last contact", max(wished, latest)))
    return rows


def origin_of(rng: random.Random, story: Story, cut: date) -> date:
    """The first TKI day: near 2005, or so that the data cut falls on a boundary of the story."""
    if rng.random() < 0.5:
        return rng.choice([date(2005, 1, 1), date(2004, 12, 31), date(2006, 7, 1)])
    return cut - timedelta(rng.choice(story.pivots()) + rng.choice(NEAR))


def random_patient(rng: random.Random, patient_id: int) -> dict[str, list[Row]]:
    site, country, cut = rng.choice(SITES[:4])
    assert cut is not None
    story = Story(rng)
    story.tell()
    origin = origin_of(rng, story, cut)
    test_days = days_of_tests(rng, story)
    attempts = attempt_rows(rng, story)
    tapers = [day for row in attempts if isinstance(day := row["deescalation_date"], int)]
    patient = patient_row(rng, origin)
    tables = {
        "patients": [patient],
        "treatments": dated(story.treatments, origin),
        "molecular": dated(
            [{"test_date": day, **random_result(rng)} for day in test_days]
            + relapse_rows(rng, rng.choice(story.pivots()) + rng.choice(NEAR))
            + late_relapse_rows(rng, story.restarts)
            + [completed(rng, row) for row in halving_rows(rng, patient)],
            origin,
        ),
        "tfr_attempts": dated(attempts, origin),
        "events": dated(event_rows(rng, story), origin),
        "labs": dated(lab_rows(rng, [*story.pivots(), *tapers], test_days), origin),
    }
    tables["events"] += end_rows(rng, tables, cut)
    who: Row = {"country": country, "site": site, "patient_id": patient_id}
    return {name: [{**who, **row} for row in rows] for name, rows in tables.items()}


def patient_row(rng: random.Random, origin: date) -> Row:
    """The state at diagnosis, with much missing."""

    def maybe(*values: object) -> object:
        return None if rng.random() < 0.12 else rng.choice(values)

    def numbers(*values: str) -> object:
        return maybe(*(Decimal(value) for value in values))

    diagnosis = origin - timedelta(rng.choice([0, 0, 1, 30, 182, 365, -1]))
    transcripts = (["e13a2"], ["e14a2"], ["e13a2", "e14a2"], ["e1a2"], ["p210 unspecified"])
    mixed: tuple[list[str], ...] = (
        ["e14a2", "p210 unspecified"],
        ["e1a2", "p210 unspecified"],
        ["e14a2", "e19a2"],
        [],
        # three, in no order: a set has none
        ["e14a2", "e13a2", "e1a2"],
        ["e19a2", "e13a2", "e14a2"],
        ["p210 unspecified", "e14a2", "e13a2"],
    )
    groups = ("low", "intermediate", "high", None)
    return {
        "sex": maybe("female", "male"),
        "birth_year": maybe(*(diagnosis.year - age for age in (17, 18, 19, 40, 49, 50, 60, 65))),
        "diagnosis_date": maybe(diagnosis),
        "phase": maybe("chronic", "chronic", "chronic", "accelerated", "blast"),
        "transcripts": maybe(*transcripts, *mixed),
        "leukocytes": numbers("10.00", "150.00"),
        "haemoglobin": numbers("120.0"),
        "platelets": numbers("1499.99", "1500.00", "700.00", "150.00", "2500.00", "0.01"),
        "blasts": numbers("0.00", "1.00", "2.10", "10.00"),
        "basophils": numbers("1.00", "2.99", "3.00", "11.00"),
        "eosinophils": numbers("0.00", "2.00"),
        "spleen": numbers("0.0", "2.5", "2.6", "20.0", "20.1", "7.5"),
        "additional_chromosomal_abnormalities": maybe(True, False),
        "baseline_bcr_abl1": numbers(*BASELINES),
        "sokal_reported": rng.choice(groups),
        "hasford_reported": rng.choice(groups),
        "eutos_reported": rng.choice(["low", "high", None]),
        "elts_reported": rng.choice(groups),
    }


def site_rows() -> list[Row]:
    return [
        {
            "country": country,
            "site": site,
            "status": "finalised" if cut else "on hold",
            "data_cut_date": cut,
            "expected_patients": None,
        }
        for site, country, cut in SITES
    ]


def random_lake(rng: random.Random, patients: int) -> Lake:
    lake: Lake = {name: [] for name in TABLES}
    lake["sites"] = site_rows()
    for number in range(patients):
        for name, rows in random_patient(rng, 1000 + number).items():
            lake[name] += rows
    return lake
