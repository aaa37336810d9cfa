"""What changed days would end a finding: the smallest shift of each side, tried against the rules.

Only the two works of the finding are judged again, so a way is sure to end this finding and may
meet another; the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hamgam.engine import works as engine
from hamgam.engine.findings import FindingKind
from hamgam.engine.overlaps.find import find
from hamgam.engine.works import Kind
from hamgam.register.bridge import engine_works
from hamgam.register.judging import seasons_of
from hamgam.register.law import Law
from hamgam.register.models import Finding, Work

STEPS_DAYS = (1, 7, 30, 90, 180, 365, 730, 1825)
"""How far is tried before the smallest shift is looked for; the longest protection lasts five
years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One side moved so that the finding ends; `shift_days` is negative when it moves ahead."""

    work: Work
    begins: date
    ends: date
    shift_days: int

    @property
    def size_days(self) -> int:
        """How far it moves."""
        return abs(self.shift_days)


class _Trial:
    """Whether a finding stands once one of its works is moved."""

    def __init__(self, row: Finding, told: Sequence[engine.Work], by: Law, today: date) -> None:
        # A collision that new days turn into a chance keeps its identity and is no collision.
        self.mark = (row.identity, row.kind)
        self.told, self.by, self.today = told, by, today

    def ends_with(self, side: int, shift_days: int) -> bool:
        moved = [
            _moved(work, shift_days) if at == side else work for at, work in enumerate(self.told)
        ]
        found = find(
            moved,
            self.by.pack,
            today=self.today,
            zones=self.by.zones,
            windows=seasons_of(moved, self.by),
            calendar=self.by.calendar,
            epsg=self.by.epsg,
        )
        return all((finding.id, finding.kind) != self.mark for finding in found)

    def smallest(self, side: int, sign: int, most_days: int) -> int | None:
        """The smallest shift in a direction that ends it; None when none within the limit does."""
        low = 0
        for step in STEPS_DAYS:
            if step > most_days:
                return None
            if self.ends_with(side, sign * step):
                return sign * self._between(side, sign, low, step)
            low = step
        return None

    def _between(self, side: int, sign: int, low: int, high: int) -> int:
        while high - low > 1:
            middle = (low + high) // 2
            if self.ends_with(side, sign * middle):
                high = middle
            else:
                low = middle
        return high


def _moved(work: engine.Work, days: int) -> engine.Work:
    shift = timedelta(days=days)
    return replace(
        work,
        begins=work.begins + shift if work.begins else None,
        ends=work.ends + shift if work.ends else None,
    )


def _room_days(row: Work, today: date) -> int:
    """How far ahead a work that has not begun may be moved."""
    return max((row.begins - today).days - 1, 0) if row.begins else 0


def _ways(trial: _Trial, side: int, row: Work, today: date) -> Iterator[Resolution]:
    is_over = row.ends is not None and row.ends < today
    if row.begins is None or row.ends is None or row.kind == Kind.SURFACE or is_over:
        return
    has_begun = row.begins <= today
    for sign, most in ((1, STEPS_DAYS[-1]), (-1, _room_days(row, today))):
        shift = None if has_begun else trial.smallest(side, sign, most)
        if shift is not None:
            moved = timedelta(days=shift)
            yield Resolution(
                work=row, begins=row.begins + moved, ends=row.ends + moved, shift_days=shift
            )


def resolutions(row: Finding, by: Law, today: date) -> list[Resolution]:
    """The smallest shift of each side, later and sooner, that ends a finding; the shortest first.
    Empty when none does, when the finding stands no more, and for a chance, which is to be taken
    and not to be ended. Two queries."""
    if row.kind == FindingKind.CHANCE:
        return []
    sides = [row.a] + ([row.b] if row.b else [])
    trial = _Trial(row, engine_works(sides), by, today)
    if trial.ends_with(0, 0):
        return []
    found = [way for at, side in enumerate(sides) for way in _ways(trial, at, side, today)]
    return sorted(found, key=lambda way: abs(way.shift_days))
