"""In which closed spans of days a season shuts which zone, and how firmly: the dated windows.

The rules that these windows come from, and their expansion, are in `season_rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from hamgam.engine.works import Activity


class Closure(StrEnum):
    """How firmly a window shuts its zone, firmest first."""

    CLOSED = "X"
    """No new digging, open cuts closed and paved, no lane taken."""
    QUIET = "Q"
    """Only works that leave lanes and footways free; near the shrine at night only."""
    EXTRA = "E"
    """Allowed with a further consent of traffic."""
    OPEN = "O"
    """Shuts nothing: the days are only marked."""


FIRMNESS: Mapping[Closure, int] = MappingProxyType(
    {closure: rank for rank, closure in enumerate(reversed(Closure))}
)
"""0 shuts nothing; the higher shuts more."""


class Purpose(StrEnum):
    """What a season is for; only a blackout shuts its zones against works."""

    BLACKOUT = "blackout"
    INAUGURATION = "inauguration"
    """Days on which finished works are opened; close nothing, but finishes rush towards them."""
    TECHNICAL = "technical"
    """One technique rests, such as asphalt laying in the cold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonWindow:
    """One dated window of one season over one zone: the closed span `[begins, ends]`.

    `zone` is a zone's key or the value of a `ZoneKind`. `is_confirmed` is False when a bound rests
    on an estimated lunar date. `lead_days` of the span, at its beginning, are the early closure
    of this zone before the season proper. `hours` is the daily span, `17:00-24:00`, None meaning
    all day.
    """

    season: str
    zone: str
    closure: Closure
    begins: date
    ends: date
    is_confirmed: bool
    emergency_allowed: bool = True
    purpose: Purpose = Purpose.BLACKOUT
    activities: frozenset[Activity] = frozenset()
    """The activities meant; empty means every one."""
    lead_days: int = 0
    hours: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """By language code: fa, en, ar."""

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ValueError(f"ends: {self.ends} lies before begins {self.begins}")

    @property
    def days(self) -> int:
        """How many days it spans, both bounds counted."""
        return (self.ends - self.begins).days + 1


def united(windows: Iterable[SeasonWindow]) -> dict[tuple[str, Closure], list[tuple[date, date]]]:
    """The closed spans of days shut, by zone and closure: overlapping and adjoining ones joined.

    Spans are in order and never touch. Windows that are no blackout take part like any other:
    choose before calling. O(n log n).
    """
    spans: dict[tuple[str, Closure], list[tuple[date, date]]] = {}
    for window in sorted(windows, key=lambda window: (window.begins, window.ends)):
        joined = spans.setdefault((window.zone, window.closure), [])
        if joined and window.begins <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], window.ends))
        else:
            joined.append((window.begins, window.ends))
    return spans
