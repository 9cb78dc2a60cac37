"""Results → text for a terminal, or the content of a file. Nothing here computes or prints.

Aggregates come in as `ReleasedCount` and in no other form.
"""

from tfrq.render.ascii import to_ascii
from tfrq.render.formats import FORMATS, Style, pieces, render
from tfrq.render.sheet import Sheet

__all__ = ["FORMATS", "Sheet", "Style", "pieces", "render", "to_ascii"]
