"""What plots are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bars:
    """One part of lying bars: a value and a hover text for each row of ``rows``.

    Attributes:
        rows: 0, 1, … unless given.
        starts: where the bars begin; if not given, where the part before ends.
        edge: how thick an edge of the same colour, so that the narrowest bars are still seen.
    """

    name: str
    values: Sequence[float]
    colour: str
    pattern: str = ""
    hover: Sequence[str] = ()
    rows: Sequence[int] = ()
    starts: Sequence[float] = ()
    edge: float = 0


@dataclass(frozen=True)
class Dots:
    """One mark a row, with an interval where ``low`` and ``high`` are given; none for no value."""

    name: str
    values: Sequence[float | None]
    colour: str
    symbol: str = "circle"
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    hover: Sequence[str] = ()


@dataclass(frozen=True)
class Cloud:
    """Points on a map, of one colour and symbol."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    colour: str
    symbol: str
    hover: Sequence[str]
