"""Where a result goes: stdout or a file, in the format asked for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq.cli.choices import Choices, choices, is_terminal, note
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tfrq.render import Sheet, Style

SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
    ".parquet": "parquet",
    ".txt": "table",
}
FIGURES = {".svg": "svg", ".pdf": "pdf", ".png": "png"}
NOT_FOR_TERMINALS = {
    "parquet": "Parquet is binary",
    **dict.fromkeys(FIGURES.values(), "a figure is no text"),
}


def deliver(sheet: Sheet, figure: Callable[[], Figure] | None = None) -> None:
    """Render a result and write it where the options say. `figure` makes its figure, where it has
    one."""
    from tfrq import render

    chosen = choices()
    form = _format(chosen, figure is not None)
    if figure is not None and form in FIGURES.values():
        _deliver_figure(figure, form, chosen, private=sheet.private)
    elif not _to_stdout(chosen):
        content = render.render(sheet, form, render.Style(ascii=chosen.ascii))
        _write_file(chosen.output, content, private=sheet.private)
    else:
        _show(sheet, form, chosen)
    if form == "csv":
        # CSV has no room for where the rows come from.
        for line in sheet.caption:
            note(line)


def _deliver_figure(
    figure: Callable[[], Figure], form: str, chosen: Choices, *, private: bool
) -> None:
    from tfrq.render import figures

    if not _to_stdout(chosen):
        _write_file(chosen.output, figures.write(figure(), form), private=private)
        return
    _refuse_terminal(form)
    _write_stdout(figures.write(figure(), form), encoded=True)


def _refuse_terminal(form: str) -> None:
    """Refuse to write to a terminal what nobody could read there."""
    if form in NOT_FOR_TERMINALS and is_terminal(sys.stdout):
        raise UsageError(
            f"{NOT_FOR_TERMINALS[form]} and does not belong on a terminal",
            hint=f"-o FILE.{form}, or a pipe",
        )


def _show(sheet: Sheet, form: str, chosen: Choices) -> None:
    from tfrq import render

    _refuse_terminal(form)
    _write_stdout(render.pieces(sheet, form, _style(chosen)), encoded=form != "table")


def deliver_text(text: str) -> None:
    """Write a result that is a text and nothing else."""
    chosen = choices()
    if _to_stdout(chosen):
        _write_stdout((text,), encoded=False)
    else:
        _write_file(chosen.output, text)


def check_output(*, figure: bool = False) -> None:
    """Refuse an impossible format before any work is done, and a figure that nothing here can
    draw; `figure` says whether the result has one."""
    if _format(choices(), figure) in FIGURES.values():
        from tfrq.render import pages

        pages.drawn(lambda: None)


def check_target() -> None:
    """Refuse a place that nothing can be written to, before work that cannot be taken back."""
    chosen = choices()
    if _to_stdout(chosen):
        if sys.stdout is None:
            raise UsageError("stdout is closed", hint="-o FILE writes to a file")
    elif not Path(chosen.output).absolute().parent.is_dir():
        raise UsageError(f"cannot write {chosen.output}: no such folder")


def _to_stdout(chosen: Choices) -> bool:
    return chosen.output in ("", "-")


def _format(chosen: Choices, figure: bool = False) -> str:
    if chosen.form or _to_stdout(chosen):
        return chosen.form or "table"
    suffix = Path(chosen.output).suffix.lower()
    known = {**SUFFIXES, **(FIGURES if figure else {})}
    if suffix in known:
        return known[suffix]
    if suffix in FIGURES:
        raise UsageError(
            f"there is no figure of this result, so it cannot be written to '{chosen.output}'",
            hint=f"end the name in {', '.join(known)}",
        )
    raise UsageError(
        f"the name '{chosen.output}' does not say which format is meant",
        hint=f"end it in {', '.join(known)}, or give --format",
    )


def _style(chosen: Choices) -> Style:
    from tfrq.render import Style

    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None
    return Style(width, chosen.colored(sys.stdout), chosen.in_ascii(sys.stdout))


def _write_stdout(content: Iterable[str] | bytes, *, encoded: bool) -> None:
    """Text for people in the stream's own encoding; data in UTF-8, whatever the locale."""
    if sys.stdout is None:
        raise UsageError("stdout is closed", hint="-o FILE writes to a file")
    for piece in (content,) if isinstance(content, bytes) else content:
        if isinstance(piece, str) and not encoded:
            sys.stdout.write(piece)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(piece.encode() if isinstance(piece, str) else piece)
    sys.stdout.flush()


def _write_file(name: str, content: str | bytes, *, private: bool = False) -> None:
    from tfrq import durable

    encoded = content.encode() if isinstance(content, str) else content
    durable.write(Path(name), encoded, private=private)
    note(f"wrote {name}")
