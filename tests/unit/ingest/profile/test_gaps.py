"""What a draft leaves to a person, and says so: gaps, genes, stops, rare words, no tables."""

import re

import pytest

from tests.unit.ingest.profile.test_draft import columns, filled
from tests.unit.ingest.profile.test_hiding import written
from tfrq.ingest.mapping.reading import parse_mapping
from tfrq.ingest.profile import draft, profile

FRENCH = "N° patient;Date prélèvement;BCR-ABL IS (%);Copies ABL"


def pcr(folder, header=FRENCH, last="x"):
    rows = (f"{n};{1 + n % 28:02}/{1 + n % 12:02}/2015;0,0{n + 1};{30000 + n}" for n in range(60))
    return written(
        folder, header, [f"{row};{last}" if header.count(";") > 3 else row for row in rows]
    )


def test_the_gene_is_taken_from_the_name_of_its_copies(tmp_path):
    (found,) = parse_mapping(filled(draft(profile([pcr(tmp_path)]))), "m").tables
    assert columns(found)["reference_gene"].constant == "ABL1"


@pytest.mark.parametrize(
    ("result", "copies", "gene"),
    [
        ("BCR-ABL IS (%)", "GUSB copies", "GUSB"),
        ("BCR-ABL1/GUS IS (%)", "control gene copies", "GUSB"),
        ("BCR-ABL/ABL IS (%)", "control gene copies", "ABL1"),
        ("BCR::ABL1 IS (%)", "Kopien_ABL1", "ABL1"),
        ("BCR::ABL1 IS (%)", "control gene copies", None),
        ("BCR-ABL/ABL IS (%)", "reference copies (GUS)", "GUSB"),
    ],
)
def test_genes_by_names(tmp_path, result, copies, gene):
    text = draft(profile([pcr(tmp_path, f"ID;sample date;{result};{copies}")]))
    (found,) = parse_mapping(filled(text), "m").tables
    named = columns(found).get("reference_gene")
    assert (named.constant if named else None) == gene


def test_a_gene_that_nobody_names_is_open_and_holds_when_taken(tmp_path):
    path = pcr(tmp_path, "ID;sample date;BCR-ABL IS (%);control gene copies")
    text = draft(profile([path]))
    assert "no deep response" in text
    assert "#  reference_gene, or no test is deep: molecular.reference_copies (a: control" in text
    taken = re.sub(r"(?m)^# (reference_gene = .*)$", r"\1", filled(text))
    (found,) = parse_mapping(taken, "m").tables
    assert columns(found)["reference_gene"].constant == "ABL1"


def test_a_gene_that_a_column_says_is_no_constant(tmp_path):
    header = "ID;sample date;BCR-ABL IS (%);ABL copies;control gene"
    (found,) = parse_mapping(
        filled(draft(profile([pcr(tmp_path, header, last="GUS")]))), "m"
    ).tables
    assert columns(found)["reference_gene"].source == "control gene"


def test_all_gaps_are_at_the_top_and_no_more_are_needed(tmp_path):
    rows = [f"{n};0{1 + n % 9}/0{1 + n % 8}/2015;{1 + n % 4}.{n % 10};LMX" for n in range(60)]
    path = written(tmp_path, "ID;sample date;log reduction;sample type", rows)
    text = draft(profile([path]))
    top = text.partition("# ----")[0]
    assert "#  site, version, data_cut: above" in top
    assert "#  dates of molecular.test_date (a: sample date)" in top
    assert "#  baseline of molecular.result (a: log reduction)" in top
    assert "#  1 of molecular.sample_type (a: sample type)" in top
    assert parse_mapping(filled(text), "m").tables
    assert "#  version, data_cut: above" in draft(profile([path]), "SE01")


def test_logarithms_on_the_international_scale_are_told_apart(tmp_path):
    rows = [f"{n};2015-01-01;{1 + n % 4}.{n % 10}" for n in range(60)]
    text = draft(profile([written(tmp_path, "ID;sample date;log reduction", rows)]))
    assert 'on the International Scale already, take unit = "MR"' in " ".join(text.split("\n# "))


def test_rare_words_that_everybody_knows_are_drafted(tmp_path):
    drugs = ["imatinib (Glivec)"] * 20 + ["nilotinib (Tasigna)"] * 4 + ["bosutinib Eva", "Adam"]
    rows = [f"{n};{drug};2015-01-01" for n, drug in enumerate(drugs)]
    found = profile([written(tmp_path, "ID;drug;start date", rows)])
    text = draft(found)
    assert '"nilotinib (Tasigna)" = "nilotinib"' in text
    assert '"imatinib (Glivec)" = "imatinib"' in text
    assert "Eva" not in text
    assert "2 more values are in fewer than 5 rows" in text
    assert [value.text for value in found.files[0].column("drug").values] == ["imatinib (Glivec)"]


def test_restarts_have_their_reason_and_drug(tmp_path):
    rows = [f"{n};2015-01-01;rechute moléculaire;Glivec" for n in range(30)]
    header = "N° patient;Date reprise;Motif reprise;ITK reprise"
    text = draft(profile([written(tmp_path, header, rows)]))
    (found,) = parse_mapping(filled(text), "m").tables
    assert columns(found)["event"].constant == "restart"
    assert columns(found)["reason"].values == {"rechute moléculaire": "molecular recurrence"}
    assert columns(found)["drug"].source == "ITK reprise"


@pytest.mark.parametrize("header", ["N° patient;ITK;Date début;Date arrêt ITK", "ID;a;b;TKI stop"])
def test_a_stop_of_treatment_may_be_an_attempt(tmp_path, header):
    rows = [f"{n};Glivec;2015-01-01;2018-01-01" for n in range(30)]
    text = draft(profile([written(tmp_path, header, rows)]))
    assert "tfr_attempts.stop_date, in an entry of its own" in " ".join(text.split("\n# "))


PROGRAM = """\
import os


def main(one, two, three):
    print(one, two)
    return os.path.join(one, two, three)


main("a", "b", "c")
"""


def noted(folder, text):
    path = folder / "a.txt"
    path.write_text(text)
    return any("no table" in note for note in profile([path]).files[0].notes)


def test_what_is_no_table_is_told(tmp_path):
    assert noted(tmp_path, PROGRAM)
    assert noted(tmp_path, "a,b\n" + "1\n1,2,3\n" * 9 + "1,2\n" * 9)


@pytest.mark.parametrize("text", ["id\n" + "1\n" * 20, "a,b\n" + "1,2\n" * 20, "id\n"])
def test_a_table_is_not_said_to_be_none(tmp_path, text):
    assert not noted(tmp_path, text)
