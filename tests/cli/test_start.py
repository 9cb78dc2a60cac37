"""What starting costs: nothing is imported that the command does not need."""

import subprocess
import sys

import pytest

from tests.transcript import ROOT

REPORT = """
import sys
from tfrq.cli import main
code = main(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""
HEAVY = {"duckdb", "rich", "jinja2", "numpy", "pyarrow", "polars", "pandas", "tomlkit", "sqlglot"}


def heavy(place, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments],
        cwd=place,
        env={"PYTHONPATH": str(ROOT), "HOME": str(place), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return HEAVY & set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", [(), ("count",), ("cohort", "define"), ("lake", "synth")])
def test_help_imports_nothing_heavy(place, command):
    assert heavy(place, *command, "--help") == set()


def test_a_count_imports_what_a_query_needs(place):
    needed = {"duckdb", "jinja2"}
    assert heavy(place, "count", "deep", "-q", "--format", "csv") == needed
    assert heavy(place, "count", "deep", "-q", "--by", "site") == needed | {"rich"}


def test_other_commands(place):
    assert heavy(place, "cohort", "show", "deep", "--format", "json") == set()
    assert heavy(place, "lake", "files", "patients", "-q", "--format", "csv") == set()
