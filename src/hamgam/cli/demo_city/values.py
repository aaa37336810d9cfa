"""What the demo city consists of: invented works and projects on a schematic city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hamgam.engine.works import Work, Zone

MARK: Final[Mapping[str, str]] = {
    "fa": "داده نمایشی",
    "en": "demo data",
    "ar": "بيانات تجريبية",
}
"""Stands wherever the demo city is shown, in each language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProject:
    """One invented project with its progress and money.

    Money is integer rials in the prices of `price_base` (Jalali year, quarter). `credit_rials` is
    the approved credit by Jalali year. `promised` is the finish last promised in public, None where
    none was. `benefit_rials_per_month` is what the finished project is worth to people each month.
    """

    ref: str
    title: str
    agency: str
    zone: str
    """The key of the district it lies in."""
    physical_percent: float
    paid_percent: float
    total_rials: int
    remaining_rials: int
    price_base: tuple[int, int]
    credit_rials: Mapping[int, int]
    began: date | None
    promised: date | None
    first_promised: date | None
    benefit_rials_per_month: int
    is_mega: bool
    obstacles: tuple[str, ...]
    """Sub-codes of the city's taxonomy, the gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCity:
    """A city's works, projects and zones, and which findings were planted among them.

    `planted` maps a kind of case (`collision`, `chance`, `gap_answer`, `gap_owner`,
    `gap_handover`, `protection`, `blackout_safar`, `blackout_nowruz`, `notice`) to the pairs of
    references that must be found; the second is None where one work alone is the case.
    """

    today: date
    works: list[Work]
    projects: tuple[DemoProject, ...]
    zones: tuple[Zone, ...]
    planted: Mapping[str, tuple[tuple[str, str | None], ...]]
