"""What can be measured of a figure: its texts, and whether any two of them overlap."""

from __future__ import annotations

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

SLACK = 1.0  # pixels at 300 dpi


def boxes(figure):
    """The texts of a figure and the rectangles they fill, in pixels."""
    figure.set_dpi(300)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in found
        if text.get_text().strip()
    ]


def overlapping(figure):
    """Pairs of texts that lie on each other."""
    return [
        (one, other)
        for (one, first), (other, second) in combinations(boxes(figure), 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > SLACK
        and min(first.y1, second.y1) - max(first.y0, second.y0) > SLACK + 1
    ]


def outside(figure):
    """Texts that the edge of the page cuts."""
    width, height = figure.get_size_inches() * 300
    return [
        text
        for text, box in boxes(figure)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]


def texts(figure):
    """All texts of a figure, in one."""
    return " ".join(text for text, _ in boxes(figure))
