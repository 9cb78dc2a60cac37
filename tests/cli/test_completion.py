"""Shell completion: names of definitions, and never a word on stderr."""

import pytest


def completed(shell, words, place, **more):
    variables = {"_TFRQ_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
    variables.update(more)
    assigned = " ".join(f"{name}='{value}'" for name, value in variables.items())
    done = shell.run(f"{assigned} tfrq")
    assert done.stderr == b""
    found = [line.partition(",")[2] for line in done.stdout.decode().splitlines()]
    return [name for name in found if name]


def test_names_of_definitions(shell, place):
    (place / "queries" / "deeper.toml").write_text("broken = ")
    for words in ("tfrq count de", "tfrq cohort show de", "tfrq cohort explain de"):
        assert completed(shell, words, words.count(" ")) == ["deep", "deeper"]
    assert completed(shell, "tfrq count x", 2) == []


def test_the_folder_given_before_is_looked_in(shell, place):
    (place / "other").mkdir()
    (place / "other" / "mine.toml").write_text('criteria = ["MR4 ever"]')
    assert "mine" in completed(shell, "tfrq --queries other count ", 4)
    assert "mine" in completed(shell, "tfrq count --queries other ", 4)


def test_commands_tables_and_values(shell):
    assert completed(shell, "tfrq co", 1) == ["cohort", "count"]
    assert completed(shell, "tfrq lake files mol", 3) == ["molecular"]
    assert completed(shell, "tfrq count deep --by c", 4) == ["country"]


def test_releases_and_indexes(shell):
    assert completed(shell, "tfrq count deep --release syn", 4) == ["synthetic-1"]
    assert completed(shell, "tfrq count deep --index data", 4) == ["data cut"]
    assert "first MR4.5" in completed(shell, "tfrq cohort define deep --index ", 5)


def test_columns_of_the_members(shell):
    assert completed(shell, "tfrq table deep --sort criterion_1_d", 4) == ["criterion_1_days"]
    found = completed(shell, "tfrq table deep --columns site,patient,s", 4)
    assert found == []
    found = completed(shell, "tfrq table deep --columns site,pa", 4)
    assert found == ["site,patient"]
    assert completed(shell, "tfrq table nothing --sort criterion", 4) == []


def test_stdin_is_not_waited_for(shell):
    assert completed(shell, "tfrq table - --sort s", 4) == []


def test_a_broken_configuration_completes_nothing(shell, place):
    (place / "tfrq.toml").write_text("lkae = ")
    assert completed(shell, "tfrq count de", 2) == []


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_script(shell, name):
    done = shell.run(f"_TFRQ_COMPLETE={name}_source tfrq")
    assert done.returncode == 0
    assert b"_TFRQ_COMPLETE" in done.stdout
