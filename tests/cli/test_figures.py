"""Where a figure goes: a file by its name, a pipe, never a terminal; and who has none."""

import sys

import click
import pytest
from click.testing import CliRunner

from tests.unit.render.survivals import survival
from tfrq.cli import output
from tfrq.cli.choices import Choices
from tfrq.cli.commands import Command, figure_options, result_options
from tfrq.errors import UsageError
from tfrq.render import curves, figures

RESULT = survival()
STARTS = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}


@click.command(cls=Command)
@figure_options
def with_figure():
    output.check_output(figure=True)
    output.deliver(curves.survival(RESULT), lambda: figures.figure(RESULT))


@click.command(cls=Command)
@result_options
def without():
    output.check_output()
    output.deliver(curves.survival(RESULT))


def run(command, *given):
    return CliRunner().invoke(command, given, obj=Choices())


@pytest.mark.parametrize("form", STARTS)
def test_a_file_by_its_name_or_a_pipe(form, tmp_path):
    path = tmp_path / f"curve.{form.upper()}"
    ran = run(with_figure, "-o", str(path))
    assert ran.exit_code == 0, ran.exception
    assert path.read_bytes().startswith(STARTS[form])
    assert ran.stderr == f"wrote {path}\n"
    assert run(with_figure, "--format", form).stdout_bytes == path.read_bytes()


def test_rows_are_still_rows(tmp_path):
    run(with_figure, "-o", str(tmp_path / "curve.csv"))
    assert (tmp_path / "curve.csv").read_text().startswith("start_month,")
    assert run(with_figure).stdout.startswith("Event-free")


@pytest.mark.parametrize("form", [*STARTS, "parquet"])
def test_not_on_a_terminal(form, monkeypatch):
    monkeypatch.setattr(output, "is_terminal", lambda stream: True)
    ran = run(with_figure, "--format", form)
    assert isinstance(ran.exception, UsageError)
    assert "does not belong on a terminal" in ran.exception.message
    assert f"-o FILE.{form}" in ran.exception.hint


def test_a_result_without_a_figure_says_so(tmp_path):
    ran = run(without, "-o", str(tmp_path / "x.svg"))
    assert isinstance(ran.exception, UsageError)
    assert "no figure of this result" in ran.exception.message
    assert ".csv" in ran.exception.hint
    assert run(without, "--format", "svg").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_matplotlib_is_missed_before_any_work(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr(output, "deliver", lambda *given: pytest.fail("too late"))
    ran = run(with_figure, "-o", str(tmp_path / "x.pdf"))
    assert isinstance(ran.exception, UsageError)
    assert "tfrq[figures]" in ran.exception.hint
