"""Figures for papers: what every one of them has in common, and how it is written.

matplotlib is imported where a figure is made and nowhere else, and without its pyplot, which
keeps figures and opens windows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tfrq.errors import UsageError
from tfrq.printable import harmless
from tfrq.render.counts import NOT_FOR_RELEASE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tfrq.results import Provenance

INCH = 25.4  # mm
SINGLE, DOUBLE = 85.0, 175.0  # mm: one and two columns of most journals
EDGE = 2.0  # mm that stay empty around everything
TEXT, SMALL = 7.0, 5.0  # points
MIDDLE = 0.42  # of a line of text is where its letters have their middle
# Okabe and Ito's colours, which the colour-blind tell apart; their yellow is none on white paper.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7", "#E69F00", "#56B4E9", "#777777")
# None is of dots alone, which are for what is not known.
DASHES: tuple[Any, ...] = (
    "-",
    (0, (4, 1.5)),
    (0, (2, 1)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (2.5, 2.5)),
    (0, (9, 2)),
    (0, (5, 4)),
    (0, (5, 1.5, 1.2, 1.5, 1.2, 1.5)),
)
MARKS = "osv^<>pX"
WARNING, QUIET = "#B00020", "#555555"
SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Arial", "Helvetica"],
    "font.size": TEXT,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "text.parse_math": False,  # a dollar in a label is a dollar
    # The same bytes each time, and text that journals can set again.
    "svg.fonttype": "none",
    "svg.hashsalt": "tfrq",
    "pdf.fonttype": 42,
}
METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "tfrq"},
    "pdf": {"CreationDate": None, "Creator": "tfrq", "Producer": "tfrq"},
    "png": {"Software": "tfrq"},
}
Made = TypeVar("Made")


def write(figure: Figure, form: str) -> bytes:
    """The content of a file: svg (text as text), pdf (fonts embedded) or png (300 dpi); the same
    bytes each time."""
    content = io.BytesIO()
    with _settings():
        figure.savefig(content, format=form, dpi=300, metadata=METADATA[form])
    return content.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    try:
        import matplotlib
    except ImportError as missing:
        raise UsageError(
            "figures need matplotlib, which is not installed",
            hint="pip install 'tfrq[figures]'",
        ) from missing
    with matplotlib.rc_context(SETTINGS):
        yield


def drawn(draw: Callable[[], Made]) -> Made:
    """What draws is called with the settings of every figure. Raises UsageError without
    matplotlib."""
    with _settings():
        return draw()


@dataclass(frozen=True)
class Page:
    """A figure of so many mm, in which places are in mm from the left and down from the top."""

    figure: Figure
    width: float
    height: float

    def text(self, x: float, down: float, words: str, **look: Any) -> None:
        """Words that have their top left there."""
        look = {"ha": "left", "va": "top", **look}
        self.figure.text(x / self.width, 1 - down / self.height, words, **look)

    def lines(
        self, x: float, down: float, lines: Sequence[str], points: float, **look: Any
    ) -> None:
        """Lines under each other."""
        for number, line in enumerate(lines):
            self.text(x, down + number * line_height(points), line, fontsize=points, **look)

    def sample(self, x: float, down: float, length: float, **look: Any) -> None:
        """A piece of line for a legend, with its mark in the middle."""
        from matplotlib.lines import Line2D

        across = [(x + part * length) / self.width for part in (0, 0.5, 1)]
        look = {"markevery": [1], "markersize": 2.6, **look}
        heights = [1 - down / self.height] * len(across)
        line = Line2D(across, heights, transform=self.figure.transFigure, **look)
        line.set_linewidth(1.0)
        self.figure.add_artist(line)

    def axes(self, x: float, down: float, width: float, height: float) -> Axes:
        """A plot in a rectangle in mm."""
        bottom = 1 - (down + height) / self.height
        return self.figure.add_axes(
            (x / self.width, bottom, width / self.width, height / self.height)
        )


def page(width: float, height: float) -> Page:
    """An empty page of so many mm."""
    from matplotlib.figure import Figure

    return Page(Figure(figsize=(width / INCH, height / INCH), facecolor="white"), width, height)


def line_height(points: float) -> float:
    """Of a line of text, in mm."""
    return points * 1.35 * INCH / 72


def text_width(words: str, points: float) -> float:
    """In mm."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    look = FontProperties(size=points)
    width, _, _ = text_to_path.get_text_width_height_descent(words, look, ismath=False)
    return float(width) * INCH / 72


def broken(words: str, room: float, points: float) -> list[str]:
    """The words in lines of at most `room` mm, broken after spaces and +, else anywhere."""
    lines = [""]
    for part in re.findall("[^ +]*[ +]|[^ +]+", harmless(words)):
        for piece in _pieces(part, room, points):
            if lines[-1] and text_width(lines[-1] + piece, points) > room:
                lines.append("")
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(part: str, room: float, points: float) -> Iterator[str]:
    while text_width(part, points) > room and len(part) > 1:
        length = max(int(len(part) * room / text_width(part, points)), 1)
        yield part[:length]
        part = part[length:]
    yield part


def marks(provenance: Provenance, not_for_release: bool) -> tuple[str, ...]:
    """The warnings that a figure carries where everybody sees them."""
    return (
        *((NOT_FOR_RELEASE,) if not_for_release else ()),
        *(("SYNTHETIC DATA",) if provenance.synthetic else ()),
    )


@dataclass(frozen=True)
class Ends:
    """What stands above a plot and at the foot of its page, in lines that fit the width."""

    warnings: tuple[str, ...]
    above: tuple[str, ...]
    foot: tuple[str, ...]

    @property
    def top(self) -> float:
        """mm above the plot."""
        lines = len(self.above) + bool(self.warnings)
        return EDGE + lines * line_height(TEXT) + 2

    @property
    def bottom(self) -> float:
        """mm for the foot."""
        return len(self.foot) * line_height(SMALL) + EDGE

    def page(self, width: float, height: float) -> Page:
        """A new page with them."""
        made = page(width, height)
        warned = bool(self.warnings)
        made.text(
            width - EDGE,
            EDGE,
            " · ".join(self.warnings),
            ha="right",
            color=WARNING,
            fontsize=TEXT,
            fontweight="bold",
        )
        made.lines(EDGE, EDGE + warned * line_height(TEXT), self.above, TEXT)
        made.lines(EDGE, height - self.bottom, self.foot, SMALL, color=QUIET)
        return made


def ends(
    width: float,
    above: Sequence[str],
    foot: Sequence[str],
    provenance: Provenance,
    not_for_release: bool,
) -> Ends:
    """The ends of a page of a result, in lines of this width."""
    room = width - 2 * EDGE
    return Ends(
        marks(provenance, not_for_release),
        tuple(part for line in above for part in broken(line, room, TEXT)),
        tuple(part for line in foot for part in broken(line, room, SMALL)),
    )
