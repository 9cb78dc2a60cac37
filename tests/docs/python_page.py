"""docs/python.md, made from the docstrings of the API.

python -m tests.docs.python_page > docs/python.md
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from tfrq import api, disclosure, results

WIDTH = 100
UNBROKEN = "\0"  # a space that no line is broken at
INTRODUCTION = """\
# Python

Made from the docstrings of `tfrq`; a test holds it up to date. `tfrq.open` gives a session, which
has one method for each question. Nothing is printed; errors are those of the command line
(`tfrq.errors`), with `message` and `hint`.

```python
import tfrq

session = tfrq.open("sample")
count = session.count("MR4.5 for >= 2 years", by="country")
for row in (*count.rows, count.total):
    print(row.label, row.met, row.population)
```

## A hidden number

| where | what stands there |
|---|---|
| table, CSV | `*` |
| JSON, Parquet | null |
| Python | `None` |

It is not 0, and not missing: under the lake's policy it could tell of a small group. A share of
nobody is no number, and nothing is hidden (`population` is 0): `–` in a table, empty in CSV, null
in JSON and Parquet, `None` in Python.
"""
RESULTS = (disclosure.ReleasedCount, disclosure.ReleasedRow, results.Members, results.Provenance)


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_entry("tfrq.open", api.open)]
    parts.append("## Session\n")
    for name, member in public():
        parts += _entry(f"session.{name}", member)
    parts += ["## A synthetic lake\n", *_entry("tfrq.api.synthesize", api.synthesize)]
    parts.append("## Results\n")
    for kind in RESULTS:
        fields = ", ".join(name for name in kind.__dataclass_fields__ if name != "maker")
        listed = textwrap.fill(f"Fields: {fields}.", WIDTH)
        parts += [f"### `{kind.__name__}`\n", f"{listed}\n", f"{inspect.getdoc(kind)}\n"]
    return "\n".join(parts)


def public() -> Iterator[tuple[str, Any]]:
    """Methods and properties of a session, in the order that they are written in."""
    for part in reversed(api.Session.__mro__[:-1]):
        for name, member in vars(part).items():
            if not name.startswith("_"):
                yield name, member


def _entry(name: str, member: Any) -> Iterator[str]:
    yield f"### `{name}`\n"
    if not isinstance(member, property | cached_property):
        yield f"```python\n{_call(name, member)}\n```\n"
    yield f"{inspect.getdoc(member)}\n"


def _call(name: str, function: Callable[..., object]) -> str:
    """The function with its arguments, their types and defaults."""
    signature = inspect.signature(function)
    arguments = [_argument(one) for one in signature.parameters.values() if one.name != "self"]
    by_name = [one.kind is one.KEYWORD_ONLY for one in signature.parameters.values()]
    if any(by_name):
        arguments.insert(len(arguments) - sum(by_name), "*")
    returned = f"-> {signature.return_annotation}".replace(" ", UNBROKEN)
    call = f"{name}({', '.join(arguments)}) {returned}"
    lines = textwrap.fill(call, WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    return lines.replace(UNBROKEN, " ")


def _argument(one: inspect.Parameter) -> str:
    star = "*" if one.kind is one.VAR_POSITIONAL else ""
    default = "" if one.default is one.empty else f" = {one.default!r}"
    return f"{star}{one.name}: {one.annotation}{default}".replace(" ", UNBROKEN)


if __name__ == "__main__":
    sys.stdout.write(page())
