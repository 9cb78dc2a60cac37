"""Laboratories of the synthetic sites: how deep they measure and how they report. All made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Laboratory:
    """`copies` of the reference gene in a typical test of 2012, growing by `yearly`;
    `copies_from` is the year since which they are reported; `decimals` of a reported value;
    before `since` the first laboratory of the site makes its tests.

    `style`: "value" (numbers), "word" (a level where there is MMR or better), "bound" (a bound
    where little or nothing is found), "zero" (0 where nothing is found).
    """

    code: str
    gene: str = "ABL1"
    method: str = "RT-qPCR"
    copies: int = 45_000
    yearly: float = 0.055
    copies_from: int = 2004
    decimals: int = 4
    style: str = "value"
    factor: float = 0.8
    since: int = 1990


# The first of a site does most of its tests.
LABORATORIES = {
    "DE01": (
        Laboratory("DE01-A", copies=52_000, factor=0.72),
        Laboratory("DE01-B", gene="GUSB", copies=110_000, decimals=5, factor=1.10),
        Laboratory(
            "DE01-C", method="dPCR", copies=150_000, copies_from=2017, decimals=5, since=2014
        ),
    ),
    "DE02": (
        Laboratory("DE02-A", copies=30_000, copies_from=2012, style="bound"),
        Laboratory("DE02-B", gene="BCR", copies=60_000, factor=1.3),
    ),
    "FR01": (
        Laboratory("FR01-A", copies=60_000, yearly=0.06, factor=0.91),
        Laboratory("FR01-B", copies=34_000, copies_from=2009, style="zero"),
    ),
    "IT01": (
        Laboratory("IT01-A", copies=42_000, copies_from=2007, factor=0.66),
        Laboratory("IT01-B", copies=26_000, style="word", copies_from=2011),
        Laboratory(
            "IT01-C", method="cartridge", copies=38_000, copies_from=2099, style="bound", since=2010
        ),
    ),
    "ES01": (
        Laboratory("ES01-A", gene="GUSB", copies=95_000, copies_from=2006, factor=1.21),
        Laboratory("ES01-B", copies=36_000, style="bound", copies_from=2010),
    ),
    "CZ01": (
        Laboratory("CZ01-A", copies=40_000, style="zero", factor=0.58),
        Laboratory("CZ01-B", gene="BCR", copies=70_000, factor=1.02),
    ),
    "FI01": (
        Laboratory("FI01-A", copies=47_000, copies_from=2008, factor=0.85),
        Laboratory("FI01-B", copies=28_000, copies_from=2099, style="word"),
    ),
    "SE01": (
        Laboratory("SE01-A", copies=55_000, decimals=5, factor=0.77),
        Laboratory("SE01-B", gene="GUSB", copies=120_000, factor=0.99),
        Laboratory("SE01-C", copies=33_000, copies_from=2010, style="word"),
    ),
}
SHARES = {2: (0.78, 0.22), 3: (0.66, 0.22, 0.12)}
