"""What becomes of a test: the laboratory's text, its scale, and columns beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.ingest.harmonise.reading_rows import entry, harmonised, records, refused

FIVE = ("value", "operator", "detected", "reported_level", "scale")
DAY = "test_date = { value = 2020-01-01 }"
ND = (None, None, False, None, "IS")


def results_of(result: str, *texts: str) -> tuple[list[tuple[object, ...]], list[str]]:
    """The tests that these texts make, and the rules that the others break."""
    mapping = entry("molecular", DAY, f'result = {{ from = "r", {result} }}')
    found = harmonised(mapping, "id|r\n" + "\n".join(f"1|{text}" for text in texts))
    return records(found, "molecular", *FIVE), [one[2] for one in refused(found)]


def number(value: str, operator: str = "=", scale: str = "IS") -> tuple[object, ...]:
    return (Decimal(value), operator, None, None, scale)


UNITS = {
    'unit = "% IS"': ("0.0032", number("0.0032")),
    'unit = "ratio IS"': ("0.000032", number("0.0032")),
    'unit = "MR"': (">4", number("0.01", "<")),
    'unit = "% local", without_factor = "local"': ("1.5", number("1.5", scale="local")),
    'unit = "ratio local", without_factor = "local"': ("0.5", number("50", scale="local")),
    'unit = "log reduction", baseline = "60", without_factor = "local"': (
        "2",
        number("0.6", scale="local"),
    ),
}


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_of_a_result(unit: str) -> None:
    text, expected = UNITS[unit]
    assert results_of(unit, text) == ([expected], [])


def test_words_levels_and_the_words_of_the_site() -> None:
    result = 'unit = "% IS", values = { "ND" = "not detected", "kvot under" = "<0.001" }'
    assert results_of(result, "nd", "MR 4,5", "pos", "Kvot under", "tomorrow") == (
        [
            ND,
            (None, None, None, "MR4.5", "IS"),
            (None, None, True, None, "IS"),
            number("0.001", "<"),
        ],
        ["unmapped value"],
    )


def test_bounds_may_say_that_transcripts_were_detected() -> None:
    found = results_of('unit = "% IS", bounds_detected = true', "<0.0069")
    assert found == ([(Decimal("0.0069"), "<", True, None, "IS")], [])


@pytest.mark.parametrize("target", ["result", "value"])
def test_results_have_no_thousands_unless_their_own_column_says_so(target: str) -> None:
    def found(keys: str) -> object:
        unit = 'unit = "% IS", ' if target == "result" else ""
        columns = [f'{target} = {{ from = "r", {unit}{keys} }}']
        columns += ['scale = { value = "IS" }'] if target == "value" else []
        file = 'decimal = ","\nthousands = "."'
        made = harmonised(entry("molecular", DAY, *columns, file=file), "id|r\n1|1.234\n1|1,5")
        return records(made, "molecular", "value"), [one[2] for one in refused(made)][:1]

    assert found("missing = []") == ([Decimal("1.5")], ["ambiguous number"])
    assert found('thousands = "."') == ([Decimal(1234), Decimal("1.5")], [])


def test_what_says_nothing_is_no_test() -> None:
    mapping = entry(
        "molecular",
        'test_date = { from = "d" }',
        'result = { from = "r", unit = "% IS", values = { "ej gjord" = "" } }',
    )
    found = harmonised(mapping, "id|d|r\n1|2020-01-01|.\n1|2020-01-01|ej gjord")
    assert refused(found) == [
        (2, "r", "missing value", None),
        (3, "r", "missing value", "ej gjord"),
    ]


def test_what_a_spreadsheet_has_made_a_date_of_is_a_reject() -> None:
    assert results_of('unit = "% IS"', "2020-03-02") == ([], ["changed by a spreadsheet"])


def test_a_unit_on_each_row_of_results() -> None:
    columns = 'from = "r", unit_from = "u", units = { "kvot" = "ratio IS" }'
    mapping = entry("molecular", DAY, f"result = {{ {columns} }}")
    found = harmonised(mapping, "id|r|u\n1|0.001|kvot\n1|0.1|% IS\n1|0.1|%\n1|0.1|.")
    assert records(found, "molecular", "value") == [Decimal("0.1"), Decimal("0.1")]
    assert refused(found) == [(4, "u", "unknown unit", "%"), (5, "u", "unknown unit", None)]


def test_the_unit_tells_the_scale_of_a_test_without_a_number() -> None:
    """Of a test that is only detected or not, whatever column the unit stands in."""

    def scales(units: str, *rows: str) -> list[tuple[object, ...]]:
        result = f'result = {{ from = "r", {units} }}'
        mapping = entry("molecular", DAY, result, 'detected = { from = "x" }', *LOCAL[1:])
        lines = "\n".join(f"1|.|no|L|{row}" for row in rows)
        found = harmonised(mapping + FACTORS, "id|r|x|l|u\n" + lines)
        rejects = [one[2] for one in refused(found)]
        return [*records(found, "molecular", "scale", "detected"), *rejects]

    both = 'unit_from = "u", units = { "%" = "% IS", "kvot" = "ratio IS" }'
    assert scales('unit = "% IS"', ".") == [("IS", False)]
    assert scales('unit = "% local"', ".") == [("IS", False)]  # by the factor
    assert scales(both, "%", ".") == [("IS", False)] * 2
    mixed = both.replace("ratio IS", "ratio local")
    assert scales(mixed, "%", ".", "mmol") == [("IS", False), *["missing value"] * 2]


FACTORS = """
[[conversion_factors]]
laboratory = "LAB1"
factor = "0.5"
last_day = 2019-12-31
[[conversion_factors]]
laboratory = "LAB1"
factor = "0.8"
first_day = 2020-01-01
"""
LOCAL = (
    'test_date = { from = "d" }',
    'laboratory = { from = "l", values = { "L" = "LAB1", "M" = "LAB2" } }',
)
ROWS = "id|d|l|r\n1|2019-12-31|L|1\n1|2020-01-01|L|1\n1|2020-01-01|M|1\n1|2020-01-01|M|neg"


def test_the_factor_of_laboratory_and_day_is_applied_once() -> None:
    result = 'result = { from = "r", unit = "% local" }'
    found = harmonised(entry("molecular", *LOCAL, result) + FACTORS, ROWS)
    assert records(found, "molecular", "value", "scale", "conversion_factor") == [
        (Decimal("0.5"), "IS", Decimal("0.5")),
        (Decimal("0.8"), "IS", Decimal("0.8")),
        (None, "local", None),
    ]
    assert refused(found) == [(4, "r", "no conversion factor", "1")]


def test_a_test_without_a_factor_may_stay_local() -> None:
    result = 'result = { from = "r", unit = "% local", without_factor = "local" }'
    found = harmonised(entry("molecular", *LOCAL, result) + FACTORS, ROWS)
    assert records(found, "molecular", "value", "scale")[2] == (Decimal("1"), "local")


def beside(column: str, *rows: str, unit: str = "% IS") -> tuple[list[object], list[object]]:
    """Tests and rejects (column and rule) of `result` with a column `x` beside it."""
    mapping = entry(
        "molecular",
        DAY,
        f'result = {{ from = "r", unit = "{unit}" }}',
        f'{column} = {{ from = "x" }}',
    )
    found = harmonised(mapping, "id|r|x\n" + "\n".join(f"1|{row}" for row in rows))
    return records(found, "molecular", *FIVE), [one[1:3] for one in refused(found)]


CONTRADICTION = [("x", "contradictory result")]


def test_an_operator_beside_a_result() -> None:
    found, wrong = beside("operator", "0.01|<", "0.01|=", "<0.01|<", "0.01|.", "neg|<", "<0.01|>")
    assert found == [
        number("0.01", "<"),
        number("0.01"),
        number("0.01", "<"),
        number("0.01"),
        ND,
    ]
    assert wrong == CONTRADICTION
    assert beside("operator", "4|>", unit="MR") == ([number("0.01", "<")], [])
    assert beside("operator", "0|<") == ([], [("r", "number out of range")])


SIGNED = (
    *("'0.1", "(0.1)", "+0.1", "０.１", "\u200b0.1", "ten", ">0.1", "= 0.1", "0.1%", "0.1 % IS"),
    *("pos 0.1", "pos (0.1)", "1e-1", "0.1 (MMR)", "MR4", "MMR", "pos", "neg", "tief"),
)


@pytest.mark.parametrize("text", SIGNED)
@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("unit", ["% IS", "MR"])
def test_an_operator_beside_a_result_is_never_lost(text: str, sign: str, unit: str) -> None:
    """It is that of the number, however this is written, or the row is a reject."""
    result = f'from = "r", unit = "{unit}", values = {{ "ten" = "0.1", "tief" = "MR4.5" }}'
    mapping = entry("molecular", DAY, f"result = {{ {result} }}", 'operator = { from = "x" }')
    found = harmonised(mapping, f"id|r|x\n1|{text}|{sign}")
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    expected = flipped[sign] if unit == "MR" and "%" not in text else sign
    if text == "neg" and sign.startswith("<"):
        assert records(found, "molecular", *FIVE) == [ND]
    elif not records(found, "molecular"):
        assert [one[2] for one in refused(found)] != []
        assert text in ("MR4", "MMR", "pos", "neg", "tief", ">0.1", "= 0.1", "0.1 (MMR)")
    else:
        assert records(found, "molecular", "operator") == [expected]
        assert refused(found) == []


def test_a_bound_of_no_number_is_a_contradiction() -> None:
    assert beside("operator", "MR4|>", "pos|<", "neg|>", "MR4|=", "pos|=")[1] == CONTRADICTION * 3
    columns = [f'{name} = {{ from = "{name}" }}' for name in ("operator", "reported_level")]
    mapping = entry("molecular", DAY, *columns, 'scale = { value = "IS" }')
    found = harmonised(mapping, "id|operator|reported_level\n1|>|MR4\n1|=|MR4")
    assert refused(found) == [(2, "operator", "contradictory result", ">")]
    assert records(found, "molecular", "reported_level") == ["MR4"]


def test_detection_beside_a_result() -> None:
    found, wrong = beside("detected", "0.01|yes", "neg|no", "MR4|no", ".|no", "neg|yes")
    assert found == [
        (Decimal("0.01"), "=", True, None, "IS"),
        ND,
        (None, None, False, "MR4", "IS"),
        ND,
    ]
    assert wrong == CONTRADICTION


def test_a_0_is_not_detected_unless_the_site_says_otherwise() -> None:
    found, wrong = beside("detected", "0|yes", "0|no", "0|.")
    assert [test[2] for test in found] == [True, False, found[2][2]]  # type: ignore[index]
    assert found[2][2] is not True  # type: ignore[index]
    assert wrong == []


def test_a_level_beside_a_result() -> None:
    found, wrong = beside("reported_level", "neg|MR4.5", "MR4|MR4", "0|MR4.5", ".|MMR", "MR4|MR5")
    assert found == [
        (None, None, False, "MR4.5", "IS"),
        (None, None, None, "MR4", "IS"),
        (None, None, False, "MR4.5", "IS"),
        (None, None, None, "MR3", "IS"),
    ]
    assert wrong == CONTRADICTION


def test_a_scale_beside_a_result() -> None:
    found, wrong = beside("scale", "0.1|IS", "0.1|.", "0.1|local")
    assert found == [number("0.1"), number("0.1")]
    assert wrong == CONTRADICTION


def test_a_value_beside_a_result() -> None:
    found, wrong = beside("value", "0.1|0.1", "MR4|0.005", "neg|.", "0.1|0.2")
    assert found == [number("0.1"), (Decimal("0.005"), "=", None, "MR4", "IS"), ND]
    assert wrong == CONTRADICTION


def test_the_lake_s_own_columns_without_a_result() -> None:
    columns = [f'{name} = {{ from = "{name}" }}' for name in FIVE]
    mapping = entry("molecular", DAY, *columns)
    rows = ["0.1|.|.|.|IS", ".|<|no|.|IS", "0|<|.|.|IS", ".|<|.|.|IS", "0.1|.|.|.|."]
    found = harmonised(mapping, "id|" + "|".join(FIVE) + "\n" + "\n".join(f"1|{r}" for r in rows))
    assert records(found, "molecular", *FIVE) == [number("0.1"), ND]
    assert [one[:3] for one in refused(found)] == [
        (4, "value", "number out of range"),
        (5, "value", "missing value"),
        (6, "scale", "missing value"),
    ]
