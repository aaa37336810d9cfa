"""One site and one delegation as their rows tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """What the sheet tells of one site; None where it tells nothing.

    `place` is an address or "latitude, longitude". `removal_rials` is what it is worth that the
    obstacles there are removed, `chance` (0 … 1) that presence removes them. `opens` and `closes`
    are minutes of each day. `row` is the row's number in its sheet, from 1.
    """

    title: str
    place: str
    row: int
    removal_rials: int = 0
    chance: float | None = None
    needs: tuple[str, ...] = ()
    stay_minutes: int | None = None
    opens: int | None = None
    closes: int | None = None
    verified: date | None = None
    visited: date | None = None
    is_promised: bool = False
    complete: float = 0.0
    complaints: int = 0
    obstacle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    """What the sheet tells of one delegation; None where it tells nothing.

    `start` is an address or "latitude, longitude". `days` empty: every day of the tour. Hours are
    minutes of the day.
    """

    name: str
    row: int
    posts: tuple[str, ...] = ()
    start: str = ""
    begins: int | None = None
    ends: int | None = None
    days: tuple[date, ...] = ()
    most_stops: int | None = None
