"""Single works before the rules: seasons, notice, size, and what nobody covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hamgam.engine.calendars.seasons import Purpose, SeasonWindow
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.overlaps.columns import NO_DAY, Mask, WorkColumns, within
from hamgam.engine.overlaps.footprints import NOBODY, day_numbers
from hamgam.engine.overlaps.judge import grade
from hamgam.engine.overlaps.periods import moved
from hamgam.engine.overlaps.rules import Rule, Side, Test, TestOp
from hamgam.engine.overlaps.verdicts import Verdicts, joined

NO_WINDOW = -1
Heard = dict[tuple[str, int], Mask]
"""Whom a rule has spoken about already, by jurisdiction and season window (NO_WINDOW: notice)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What single works are judged by besides the rules."""

    columns: WorkColumns
    windows: Sequence[SeasonWindow]
    calendar: WorkCalendar | None


@dataclass(frozen=True, slots=True)
class Hits:
    """The works that a rule speaks of, and what it saw."""

    work: npt.NDArray[np.int64]
    overlap_days: npt.NDArray[np.int64]
    window: npt.NDArray[np.int64]


def judged_alone(rules: Sequence[Rule], pack: Sequence[Rule], bar: Bar) -> Verdicts:
    """What the rules on single works say; of several notice rules, or several rules on one
    season's window, the first to speak about a work is heard."""
    heard: Heard = {}
    found = []
    for rule in rules:
        if rule.test is None:
            raise ValueError(f"rule {rule.id}: is no rule on single works")
        judged = _seasons if rule.test.op is TestOp.SEASON else _plain
        hits = judged(rule, rule.test, bar, heard)
        verdicts = Verdicts.of(
            rule,
            pack.index(rule),
            {"a": hits.work, "overlap_days": hits.overlap_days, "window": hits.window},
        )
        grade(verdicts, rule.grades, bar.columns)
        found.append(verdicts)
    return joined(found)


def _admitted(rule: Rule, columns: WorkColumns) -> Mask:
    admitted = columns.selected(rule.a).copy()
    for exemption in rule.exemptions:
        if exemption.after is None and exemption.on in (Side.A, Side.EITHER):
            admitted &= ~columns.selected(exemption.who)
    if rule.valid_from is not None:
        admitted &= columns.begins >= day_numbers([rule.valid_from])[0]
    if rule.valid_to is not None:
        admitted &= columns.begins <= day_numbers([rule.valid_to])[0]
    return admitted


def _plain(rule: Rule, test: Test, bar: Bar, heard: Heard) -> Hits:
    mask = _admitted(rule, bar.columns) & _PREDICATES[test.op](test, bar)
    if test.op is TestOp.NOTICE:
        before = heard.setdefault(
            (rule.jurisdiction, NO_WINDOW), np.zeros(len(bar.columns), dtype=bool)
        )
        mask &= ~before
        before |= mask
    work = np.flatnonzero(mask)
    return Hits(work, np.zeros(len(work), dtype=np.int64), np.full(len(work), NO_WINDOW))


def _lives(bar: Bar) -> Mask:
    lives: Mask = bar.columns.is_dated & (bar.columns.ends >= bar.columns.today)
    return lives


def _always(test: Test, bar: Bar) -> Mask:
    columns = bar.columns
    lives: Mask = (columns.ends == NO_DAY) | (columns.ends >= columns.today)
    return lives


def _notice(test: Test, bar: Bar) -> Mask:
    """Whether the notice came too late, or too early."""
    columns = bar.columns
    told = _lives(bar) & (columns.submitted != NO_DAY)
    chosen = np.flatnonzero(told)
    wrong = np.zeros(len(columns), dtype=bool)
    begins, submitted = columns.begins[chosen], columns.submitted[chosen]
    if test.at_least is not None:
        wrong[chosen] |= submitted > moved(begins, test.at_least, -1, bar.calendar)
    if test.at_most is not None:
        wrong[chosen] |= submitted < moved(begins, test.at_most, -1, bar.calendar)
    return wrong


def _extent(test: Test, bar: Bar) -> Mask:
    if test.band is None:
        raise ValueError("band: the extent has no band to compare with")
    return within(bar.columns.extent_m(), test.band) & _always(test, bar)


def _unanswered(test: Test, bar: Bar) -> Mask:
    return bar.columns.holds(
        lambda work: bool(work.asked) and not set(work.asked) <= set(work.answered)
    )


def _ownerless(test: Test, bar: Bar) -> Mask:
    owner: Mask = bar.columns.owner == NOBODY
    return owner & bar.columns.is_placed


def _untaken(test: Test, bar: Bar) -> Mask:
    """A hand-over without a taker: refused, or announced, over, and not taken."""
    return bar.columns.ended & bar.columns.holds(
        lambda work: work.taken_over is False or bool(work.handover_to and not work.taken_over)
    )


_PREDICATES: Mapping[TestOp, Callable[[Test, Bar], Mask]] = MappingProxyType(
    {
        TestOp.APPLIES: _always,
        TestOp.NOTICE: _notice,
        TestOp.EXTENT: _extent,
        TestOp.UNANSWERED: _unanswered,
        TestOp.OWNERLESS: _ownerless,
        TestOp.UNTAKEN: _untaken,
    }
)


def _means(test: Test, window: SeasonWindow) -> bool:
    """Whether the rule speaks of this window."""
    return (
        window.purpose is not Purpose.INAUGURATION
        and (not test.seasons or window.season in test.seasons)
        and (not test.closures or window.closure.value in test.closures)
        and test.whole_day in (None, window.hours is None)
    )


def _open_in(
    candidates: npt.NDArray[np.int64], test: Test, window: SeasonWindow, columns: WorkColumns
) -> npt.NDArray[np.int64]:
    """Which candidates stand open in the window, or too shortly before it to be reinstated."""
    first, last = day_numbers([window.begins, window.ends])
    begins, ends = columns.begins[candidates], columns.ends[candidates]
    open_ = (begins <= last) & (ends >= first - test.lead_days - test.reinstatement_days)
    open_ &= np.minimum(ends, last) >= columns.today
    found: npt.NDArray[np.int64] = candidates[open_]
    if window.emergency_allowed:
        found = found[~columns.emergency[found]]
    if window.activities:
        found = found[columns.among("activity", window.activities)[found]]
    return found


def _seasons(rule: Rule, test: Test, bar: Bar, heard: Heard) -> Hits:
    """One hit for each work, with the days shared with any window met, and the first window."""
    columns = bar.columns
    met = np.full(len(columns), NO_WINDOW)
    days = np.zeros(len(columns), dtype=np.int64)
    counted = columns.begins.astype(np.int64) - 1
    admitted = _admitted(rule, columns) & columns.is_dated
    meant = [position for position, window in enumerate(bar.windows) if _means(test, window)]
    zones = {bar.windows[position].zone for position in meant}
    there = {zone: np.flatnonzero(admitted & columns.in_zone(zone)) for zone in zones}
    meant = [position for position in meant if len(there[bar.windows[position].zone])]
    for position in sorted(meant, key=lambda place: bar.windows[place].begins):
        window = bar.windows[position]
        before = heard.setdefault((rule.jurisdiction, position), np.zeros(len(columns), dtype=bool))
        open_ = _open_in(there[window.zone], test, window, columns)
        open_ = open_[~before[open_]]
        before[open_] = True
        first, last = day_numbers([window.begins, window.ends])
        until = np.minimum(columns.ends[open_], last)
        days[open_] += np.maximum(until - np.maximum(counted[open_] + 1, first) + 1, 0)
        counted[open_] = np.maximum(counted[open_], until)
        met[open_[met[open_] == NO_WINDOW]] = position
    work = np.flatnonzero(met != NO_WINDOW)
    return Hits(work, days[work], met[work])
