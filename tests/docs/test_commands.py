"""docs/commands.md has every command and every option, as they are."""

import re
import tomllib

import click
import pytest

from tests.docs.commands_page import KEYS, commands, page
from tests.transcript import ROOT
from tfrq import config, errors
from tfrq.cli.codes import CONDITION_HOLDS, INTERRUPTED
from tfrq.cohort import AXES

PAGE = ROOT / "docs" / "commands.md"
ALL = dict(commands())


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m tests.docs.commands_page > docs/commands.md"
    )


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_and_option_has_a_word_of_help(path):
    command = ALL[path]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.metavar, parameter.opts


def test_every_option_is_in_the_page():
    content = PAGE.read_text(encoding="utf-8")
    for command in ALL.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert all(name in content for name in parameter.opts)


def test_the_settings_are_those_of_the_page(tmp_path, monkeypatch):
    assert tuple(KEYS) == config.KEYS
    (toml,) = re.findall(r"```toml\n(.*?)```", page(), re.DOTALL)
    assert tuple(tomllib.loads(toml)) == config.KEYS
    (tmp_path / "tfrq.toml").write_text(toml)
    monkeypatch.chdir(tmp_path)
    assert config.settings().queries == tmp_path / "definitions"
    assert config.settings().min_cell == 10
    for key in config.KEYS:
        variable = "TFRQ_" + key.upper().replace("-", "_")
        monkeypatch.setenv(variable, "sample" if key == "lake" else "12")
    assert config.settings().min_cell == 12
    assert config.settings().release == "12"


def test_the_exit_codes_are_those_of_the_page():
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", page(), re.M)}
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    raised = {one.exit_code for one in kinds if issubclass(one, errors.TfrqError)}
    assert codes == {0, CONDITION_HOLDS, INTERRUPTED} | raised


def test_every_line_fits_a_terminal():
    assert max(map(len, PAGE.read_text(encoding="utf-8").splitlines())) <= 100


def test_the_axes_are_those_that_can_be_counted_by():
    # The command line does not import what counts until it counts.
    (by,) = [one for one in ALL["tfrq", "count"].params if one.name == "by"]
    assert tuple(by.type.choices) == AXES
