"""What definitions turn on is in the sample: each query must find somebody."""

from __future__ import annotations

import duckdb
import pytest

FIRST_STOP = "SELECT patient_id, min(stop_date) AS i FROM tfr_attempts GROUP BY patient_id"
DEEP = """SELECT patient_id, min(test_date) AS first_day FROM molecular
    WHERE (value <= 0.0032 OR NOT detected) AND reference_copies >= 32000 GROUP BY patient_id"""
TKI_DAYS = f"""SELECT patient_id, i, sum(t.stop_date - t.start_date) AS days
    FROM ({FIRST_STOP}) JOIN treatments t USING (patient_id)
    WHERE line_number IS NOT NULL AND t.stop_date <= i GROUP BY patient_id, i"""

FEATURES = {
    "two results of one day": """FROM molecular GROUP BY patient_id, test_date
        HAVING count(*) > 1""",
    "two results of one day that disagree on MMR": """FROM molecular WHERE operator = '='
        GROUP BY patient_id, test_date HAVING min(value) <= 0.1 AND max(value) > 0.1""",
    "records that begin years after the diagnosis": """FROM molecular JOIN patients
        USING (patient_id) GROUP BY patient_id, diagnosis_date
        HAVING min(test_date) - diagnosis_date > 1000 AND diagnosis_date > DATE '2006-01-01'""",
    "a gap of more than a year": """FROM (SELECT test_date - lag(test_date) OVER
        (PARTITION BY patient_id ORDER BY test_date) AS gap FROM molecular
        WHERE test_date > DATE '2008-01-01') WHERE gap > 400""",
    "stopped exactly five years after the start": f"""FROM ({TKI_DAYS}) WHERE days = 1826""",
    "stopped one day short of five years": f"""FROM ({TKI_DAYS}) WHERE days = 1825""",
    "a test exactly 730 days after the first MR4.5": f"""FROM molecular JOIN ({DEEP})
        USING (patient_id) WHERE test_date = first_day + 730""",
    "a test one day short of that": f"""FROM molecular JOIN ({DEEP})
        USING (patient_id) WHERE test_date = first_day + 729""",
    "stopped exactly 730 days after the first MR4.5": f"""FROM ({FIRST_STOP}) JOIN ({DEEP})
        USING (patient_id) WHERE i = first_day + 730""",
    "a test on the day of the stop": f"""FROM ({FIRST_STOP}) JOIN molecular USING (patient_id)
        WHERE test_date = i""",
    "values at the cut-off itself": "FROM molecular WHERE value = 0.0032 AND operator = '='",
    "a level without a number": "FROM molecular WHERE reported_level = 'MR4.5'",
    "an upper bound": "FROM molecular WHERE operator = '<' AND value = 0.0032",
    "an upper bound that includes itself": "FROM molecular WHERE operator = '<='",
    "a lower bound": "FROM molecular WHERE operator = '>' AND value = 10",
    "detected below a bound": "FROM molecular WHERE operator = '<' AND detected",
    "not detected, no copies": """FROM molecular WHERE NOT detected AND value IS NULL
        AND reference_copies IS NULL""",
    "not detected, too few copies": """FROM molecular WHERE NOT detected
        AND reference_copies < 10000""",
    "nought and no word on detection": "FROM molecular WHERE value = 0 AND detected IS NULL",
    "nought and detected": "FROM molecular WHERE value = 0 AND detected",
    "detected and no number": "FROM molecular WHERE detected AND value IS NULL",
    "a low value on few copies": "FROM molecular WHERE value < 0.0032 AND reference_copies < 32000",
    "GUSB": "FROM molecular WHERE reference_gene = 'GUSB'",
    "BCR": "FROM molecular WHERE reference_gene = 'BCR'",
    "digital PCR": "FROM molecular WHERE method = 'dPCR'",
    "local scale": "FROM molecular WHERE scale = 'local' AND value > 0",
    "both typical transcripts": "FROM patients WHERE len(transcripts) = 2",
    "unspecified transcripts": "FROM patients WHERE transcripts = ['p210 unspecified']",
    "not typed": "FROM patients WHERE transcripts IS NULL",
    "typed with nothing found": "FROM patients WHERE len(transcripts) = 0",
    "a group reported where values are missing": """FROM patients
        WHERE sokal_reported IS NOT NULL AND (blasts IS NULL OR spleen IS NULL)""",
    "a group reported beside the values": """FROM patients WHERE elts_reported IS NOT NULL
        AND platelets IS NOT NULL AND blasts IS NOT NULL AND spleen IS NOT NULL""",
    "no treatment known": "FROM patients ANTI JOIN treatments USING (patient_id)",
    "interferon before TKI": """FROM treatments a JOIN treatments b USING (patient_id)
        WHERE a.drug = 'interferon' AND b.line_number = 1 AND a.start_date < b.start_date""",
    "hydroxyurea": "FROM treatments WHERE drug = 'hydroxyurea'",
    "six TKIs": """FROM treatments WHERE line_number IS NOT NULL
        HAVING count(DISTINCT drug) = 6""",
    "a change of dose": "FROM treatments WHERE stop_reason = 'dose change'",
    "rows of one drug that overlap": """FROM treatments a JOIN treatments b
        USING (patient_id, drug) WHERE a.start_date < b.start_date
        AND a.stop_date > b.start_date""",
    "a row twice": """FROM treatments GROUP BY patient_id, drug, start_date, stop_date
        HAVING count(*) > 1""",
    "an interruption": """FROM treatments a JOIN treatments b USING (patient_id, drug, line_number)
        WHERE a.stop_reason = 'toxicity' AND b.start_date > a.stop_date""",
    "switched for resistance": "FROM treatments WHERE stop_reason = 'resistance'",
    "switched for intolerance": "FROM treatments WHERE stop_reason = 'intolerance'",
    "T315I": "FROM events WHERE mutation = 'T315I'",
    "progression": "FROM events WHERE event = 'blast phase'",
    "transplant": "FROM events WHERE event = 'transplant'",
    "restart without loss": "FROM events WHERE event = 'restart' AND reason = 'patient wish'",
    "restart after loss": "FROM events WHERE reason = 'molecular recurrence'",
    "restart of another drug": """FROM events e JOIN tfr_attempts a USING (patient_id)
        WHERE e.event = 'restart' AND e.drug <> a.drug""",
    "second attempt": "FROM tfr_attempts WHERE attempt_number = 2",
    "de-escalation first": "FROM tfr_attempts WHERE deescalation_date < stop_date",
    "stopped to have a child": "FROM tfr_attempts WHERE reason = 'pregnancy'",
    "an attempt while a TKI is taken": """FROM tfr_attempts a JOIN treatments t USING (patient_id)
        WHERE t.line_number IS NOT NULL AND t.start_date <= a.stop_date
        AND t.stop_date > a.stop_date""",
    "recurrence after two years": f"""FROM ({FIRST_STOP}) JOIN events USING (patient_id)
        WHERE reason = 'molecular recurrence' AND event_date > i + 730""",
    "MMR regained": """FROM events JOIN molecular USING (patient_id)
        WHERE event = 'restart' AND test_date > event_date AND value < 0.1""",
    "no last contact": """FROM patients ANTI JOIN (FROM events WHERE event IN
        ('last contact', 'death')) USING (patient_id)""",
    "lost for years": """FROM events JOIN sites USING (site) WHERE event = 'last contact'
        AND event_date < data_cut_date - 730""",
    "no date of diagnosis": "FROM patients WHERE diagnosis_date IS NULL",
    "immune markers before the stop": f"""FROM labs JOIN ({FIRST_STOP}) USING (patient_id)
        WHERE marker = 'CD56dim NK cells' AND sample_date < i""",
}


def found(registry: duckdb.DuckDBPyConnection, query: str) -> int:
    row = registry.execute(f"SELECT count(*) FROM (SELECT 1 {query})").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("feature", FEATURES)
def test_the_sample_has(registry: duckdb.DuckDBPyConnection, feature: str) -> None:
    assert found(registry, FEATURES[feature]) > 0


def test_several_hundred_attempts(registry: duckdb.DuckDBPyConnection) -> None:
    assert found(registry, f"FROM ({FIRST_STOP})") >= 300


def test_every_country_has_all_three_answers(registry: duckdb.DuckDBPyConnection) -> None:
    """MR4 in the last year of the record, roughly: met, not met, and nobody can tell."""
    answers = registry.execute("""
        WITH ends AS (SELECT country, patient_id, max(event_date) AS i FROM events
            WHERE event IN ('last contact', 'death') GROUP BY ALL),
        shown AS (SELECT patient_id, test_date, CASE
            WHEN operator = '=' AND value > 0.01 THEN FALSE
            WHEN reference_copies >= 24000 THEN TRUE END AS deep FROM molecular),
        answered AS (SELECT country, ends.patient_id, arg_max(deep, test_date) AS deep
            FROM ends LEFT JOIN shown ON shown.patient_id = ends.patient_id AND deep IS NOT NULL
            AND test_date BETWEEN i - 365 AND i GROUP BY ALL)
        SELECT country, count(*) FILTER (deep), count(*) FILTER (NOT deep),
            count(*) FILTER (deep IS NULL) FROM answered GROUP BY country""").fetchall()
    assert len(answers) == 7
    for country, *numbers in answers:
        assert min(numbers) > 0, (country, numbers)


def test_tests_are_about_as_many_as_in_a_clinic(registry: duckdb.DuckDBPyConnection) -> None:
    tests = found(registry, "FROM molecular") / found(registry, "FROM patients")
    assert 20 <= tests <= 40
