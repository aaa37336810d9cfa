"""What pages draw: the Gantt's rows and its axis, the S-curve. Values in, figures for SVG out.

Places along an axis are percent of its width, from the side where reading begins; in texts that
run from right to left time runs so too. Every figure is text with a point for its decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WHOLE = 1000.0
NARROWEST = 45.0
"""A month or band of less of the axis has no room for its name."""


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of time; `is_mirrored` where time runs from right to left."""

    is_mirrored: bool

    def at(self, x: float) -> str:
        """Where a point stands, 0 to 1000 along the axis."""
        share = x / WHOLE * 100
        return _percent(100 - share if self.is_mirrored else share)

    def bar(self, x: float, width: float) -> tuple[str, str]:
        """Where a bar begins on the picture, and how wide it is."""
        left = WHOLE - x - width if self.is_mirrored else x
        return _percent(left / WHOLE * 100), _percent(max(width, 2.0) / WHOLE * 100)


def heads(view: Mapping[str, Any], axis: Axis) -> dict[str, Any]:
    """The names along the axis: years, months, seasons, each in the middle of its part."""
    named = zip(view["years"], view["year_names"], strict=True)
    return {
        "years": [
            {"x": axis.at(year["x"] + year["width"] / 2), "name": name}
            for year, name in named
            if name
        ],
        "lines": [axis.at(year["x"]) for year in view["years"] if year["x"] > 0],
        "months": [
            {"x": axis.at(month["x"] + month["width"] / 2), "name": month["name"]}
            for month in view["months"]
            if month["name"] and month["width"] >= NARROWEST
        ],
        "bands": [
            {"bar": axis.bar(band["x"], band["width"]), "name": "، ".join(band["names"])}
            for band in view["bands"]
        ],
    }


def row(drawn: Mapping[str, Any], axis: Axis) -> dict[str, Any]:
    """One project's line: what is closed, from begin to end, worked spans, the promise."""
    return {
        "closed": [axis.bar(*bar) for bar in drawn["closed"]],
        "bars": [axis.bar(*bar) for bar in drawn["bars"]],
        "whole": axis.bar(*drawn["whole"]) if drawn["whole"] else None,
        "promised": None if drawn["promised"] is None else axis.at(drawn["promised"]),
    }


WIDE, TALL, FOOT, TOP = 720, 300, 34, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From days and shares to the picture's own units."""

    first: date
    last: date
    is_mirrored: bool

    def x(self, day: date) -> float:
        """Where a day stands, held inside."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        held = min(max(share, 0.0), 1.0)
        inner = WIDE - 52
        return inner * (1 - held) + 6 if self.is_mirrored else inner * held + 46

    def y(self, share: float) -> float:
        """How high a share stands."""
        return TOP + (TALL - TOP - FOOT) * (1 - min(max(share, 0.0), 1.0))

    def path(self, points: Sequence[tuple[date, float]]) -> str:
        """Points as a path."""
        told = [f"{self.x(day):.1f} {self.y(share):.1f}" for day, share in points]
        return "M" + "L".join(told) if told else ""
