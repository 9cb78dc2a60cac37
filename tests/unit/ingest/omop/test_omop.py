"""Codes of a concept map become concept ids by the export's own vocabulary."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tfrq.errors import DataError, DefinitionError
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.reading import parse_mapping, read_mapping
from tfrq.ingest.omop.codes import code_in, codes_of
from tfrq.ingest.omop.reading import CDM_54, read, resolve

CONCEPTS = """\
concept_id,concept_name,domain_id,vocabulary_id,concept_class_id,concept_code
1,imatinib,Drug,RxNorm,Ingredient,282388
2,"imatinib 400 MG, tablet",Drug,RxNorm,Clinical Drug,A
3,nilotinib,Drug,RxNorm,Ingredient,662281
4,kinase inhibitors,Drug,ATC,ATC 4th,L01EA
5,percent,Unit,UCUM,Unit,%
6,imatinib,Drug,RxNorm Extension,Ingredient,282388
"""
ANCESTORS = """\
ancestor_concept_id,descendant_concept_id,min_levels_of_separation,max_levels_of_separation
1,1,0,0
1,2,1,2
3,3,0,0
4,4,0,0
4,1,1,1
4,2,2,3
4,3,1,1
"""
MAP = """\
site = "NL01"
version = "1"
data_cut = 2024-12-31

[[files]]
name = "drug_exposure"
match = "drug_exposure.*"

[[tables]]
table = "treatments"
file = "drug_exposure"
where = {{ drug_concept_id = [{where}] }}

[tables.columns]
patient_id = {{ from = "person_id" }}
start_date = {{ from = "drug_exposure_start_date" }}
drug = {{ from = "drug_concept_id", values = {{ {values} }} }}
"""


def concept_map(where: str, values: str = '"1" = "imatinib"') -> SiteMapping:
    return parse_mapping(MAP.format(where=where, values=values), "map.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "concept.csv").write_text(CONCEPTS)
    (tmp_path / "concept_ancestor.csv").write_text(ANCESTORS)
    return tmp_path


def where_of(mapping: SiteMapping) -> frozenset[str]:
    return mapping.tables[0].where["drug_concept_id"]


def drugs_of(mapping: SiteMapping) -> dict[str, str]:
    return dict(next(one.values for one in mapping.tables[0].columns if one.target == "drug"))


def test_a_code_stands_for_its_concept_and_all_below(folder: Path) -> None:
    resolved = resolve(concept_map('"RxNorm:282388"', '"RxNorm:282388" = "imatinib"'), folder)
    assert where_of(resolved.mapping) == {"1", "2"}
    assert drugs_of(resolved.mapping) == {"1": "imatinib", "2": "imatinib"}
    assert resolved.lacking == ()


def test_a_code_alone(folder: Path) -> None:
    assert where_of(resolve(concept_map('"RxNorm:282388 only"'), folder).mapping) == {"1"}


@pytest.mark.parametrize("text", ["rxnorm:282388", "RXNORM: 282388", "RxNorm:282388  only"])
def test_capitals_and_spaces_make_no_difference(folder: Path, text: str) -> None:
    assert "1" in where_of(resolve(concept_map(f'"{text}"'), folder).mapping)


def test_plain_numbers_need_no_vocabulary(tmp_path: Path) -> None:
    mapping = concept_map('"1304107", "2000000001"')
    assert not codes_of(mapping)
    assert resolve(mapping, tmp_path).mapping == mapping


def test_numbers_and_codes_together(folder: Path) -> None:
    mapping = resolve(concept_map('"2000000001", "RxNorm:662281"'), folder).mapping
    assert where_of(mapping) == {"2000000001", "3"}


def test_the_nearest_code_tells_the_value(folder: Path) -> None:
    """Both name concept 2: the class two levels above it, the ingredient one."""
    values = '"ATC:L01EA" = "nilotinib", "RxNorm:282388" = "imatinib"'
    drugs = drugs_of(resolve(concept_map('"ATC:L01EA"', values), folder).mapping)
    assert drugs == {"4": "nilotinib", "3": "nilotinib", "1": "imatinib", "2": "imatinib"}


def test_a_concepts_own_number_tells_more_than_any_code(folder: Path) -> None:
    values = '"RxNorm:282388" = "imatinib", "1" = "bosutinib"'
    assert drugs_of(resolve(concept_map('"1"', values), folder).mapping)["1"] == "bosutinib"


def test_two_meanings_of_one_concept_are_refused(folder: Path) -> None:
    values = '"RxNorm:282388" = "imatinib", "RxNorm:282388 only" = "bosutinib"'
    with pytest.raises(DefinitionError, match=r"concept 1 is 'imatinib' as rxnorm:282388") as found:
        resolve(concept_map('"1"', values), folder)
    assert '"1" = ' in found.value.hint


def test_a_code_that_the_vocabulary_lacks_is_said(folder: Path) -> None:
    values = '"RxNorm:1307619" = "bosutinib", "RxNorm:662281" = "nilotinib"'
    resolved = resolve(concept_map('"RxNorm:1307619", "RxNorm:662281"', values), folder)
    assert resolved.lacking == ("rxnorm:1307619",)
    assert where_of(resolved.mapping) == {"3"}
    assert drugs_of(resolved.mapping) == {"3": "nilotinib"}


def test_an_entry_that_nothing_is_left_of_reads_no_row(folder: Path) -> None:
    assert resolve(concept_map('"RxNorm:1307619"'), folder).mapping.tables == ()


def test_without_a_vocabulary_codes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no CONCEPT,") as found:
        resolve(concept_map('"RxNorm:662281"'), tmp_path)
    assert "numbers of concepts" in found.value.hint
    (tmp_path / "CONCEPT.csv").write_text(CONCEPTS)
    with pytest.raises(DataError, match="has no CONCEPT_ANCESTOR,"):
        resolve(concept_map('"RxNorm:662281"'), tmp_path)
    assert resolve(concept_map('"RxNorm:662281 only"'), tmp_path).lacking == ()


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        resolve(concept_map('"RxNorm:662281"'), tmp_path / "nowhere")


def test_a_damaged_vocabulary_is_refused(folder: Path) -> None:
    (folder / "concept_ancestor.csv").rename(folder / "concept_ancestor.parquet")
    with pytest.raises(DataError, match=r"concept_ancestor\.parquet cannot be read"):
        resolve(concept_map('"RxNorm:662281"'), folder)


def test_a_vocabulary_without_its_columns_is_refused(folder: Path) -> None:
    (folder / "concept.csv").write_text("concept_id,concept_name\n1,imatinib\n")
    with pytest.raises(DataError, match="no column vocabulary_id"):
        resolve(concept_map('"RxNorm:662281"'), folder)
    (folder / "concept.csv").write_bytes(b"")
    with pytest.raises(DataError, match="cannot be read"):
        resolve(concept_map('"RxNorm:662281"'), folder)


def test_tabs_quotes_capitals_and_parquet(folder: Path) -> None:
    """Athena writes tabs, and quotes that are none."""
    (folder / "concept.csv").unlink()
    rows = CONCEPTS.replace('"', "").replace(", tablet", ' "tablet').replace(",", "\t")
    (folder / "CONCEPT.csv").write_text(rows.replace("concept_id", "CONCEPT_ID"))
    ancestors = folder / "concept_ancestor.csv"
    pl.read_csv(ancestors).write_parquet(folder / "CONCEPT_ANCESTOR.parquet")
    ancestors.unlink()
    assert where_of(resolve(concept_map('"RxNorm:282388"'), folder).mapping) == {"1", "2"}


def test_texts_of_other_columns_are_no_codes() -> None:
    mapping = parse_mapping(
        MAP.replace("drug_concept_id", "drug_source_value").format(
            where='"RxNorm:282388"', values='"RxNorm:282388" = "imatinib"'
        ),
        "map.toml",
    )
    assert not codes_of(mapping)


@pytest.mark.parametrize("text", ["282388", "se kommentar: ja och nej", ":1", "rxnorm:"])
def test_what_is_no_code(text: str) -> None:
    assert code_in(text) is None


def test_the_shipped_map_is_a_mapping() -> None:
    mapping = read_mapping(CDM_54)
    keys = {code.key for code in codes_of(mapping)}
    assert {"rxnorm:282388", "loinc:69380-4", "snomed:413389003"} <= keys
    assert mapping.thresholds["row in no table"] == 100


def test_the_shipped_map_reads_the_vocabulary_of_the_example() -> None:
    """What the example's vocabulary lacks are drugs and words that it does not use."""
    example = Path(__file__).parents[3] / "exports" / "NL01"
    mapping = read(CDM_54, example)
    assert len(mapping.tables) == len(read_mapping(CDM_54).tables)
    result = next(
        column
        for table in mapping.tables
        for column in table.columns
        if column.target == "result" and column.units.get("8554") == "% IS"
    )
    assert result.unit_source == "unit_concept_id"
