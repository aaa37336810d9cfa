"""Pairs of works before the rules, as arrays: one search serves all pair rules, and each rule then
judges only the pairs that its two sides admit.

Who a side admits is one bit of a work's mask, so that a pair costs four look-ups for all rules
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.findings import FindingKind
from hamgam.engine.overlaps.columns import Mask, WorkColumns
from hamgam.engine.overlaps.footprints import NOBODY, Footprints, day_numbers
from hamgam.engine.overlaps.periods import moved
from hamgam.engine.overlaps.rules import (
    Exemption,
    Grade,
    PeriodStep,
    ReachStep,
    Relation,
    Rule,
    Side,
    TimeOp,
)
from hamgam.engine.overlaps.search import SLACK_M, Pairs, Reach, distances, near_pairs
from hamgam.engine.overlaps.stretch import Stretch
from hamgam.engine.overlaps.verdicts import (
    CONSEQUENCE_RANK,
    SEVERITY_RANK,
    Verdicts,
    joined,
)

NO_PERIOD = np.iinfo(np.int32).min
MOST_RULES = 63
"""Pair rules judged at once: one bit each."""
Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bench:
    """One pair rule made ready: whom each side admits, and how far and how long each is felt."""

    rule: Rule
    index: int
    """Of the rule in its pack."""
    a: Mask
    """(n,) works."""
    b: Mask
    reach_a: npt.NDArray[np.float64]
    """(n,) metres."""
    reach_b: npt.NDArray[np.float64]
    until: npt.NDArray[np.int32]
    """(n,) last day on which side b may begin and still meet side a, NO_PERIOD for never."""


@dataclass(frozen=True, slots=True)
class Oriented:
    """Candidates of one rule: which work stands on side a, and the row of the pair."""

    a: Index
    b: Index
    row: Index

    def take(self, chosen: Mask) -> Oriented:
        """The candidates chosen."""
        return Oriented(self.a[chosen], self.b[chosen], self.row[chosen])


def _reaches(columns: WorkColumns, steps: Sequence[ReachStep]) -> npt.NDArray[np.float64]:
    metres = np.zeros(len(columns))
    for step in reversed(steps):
        metres[columns.selected(step.who)] = step.metres
    return metres


def _after_until(
    columns: WorkColumns, steps: Sequence[PeriodStep], calendar: WorkCalendar | None
) -> npt.NDArray[np.int32]:
    until = np.full(len(columns), NO_PERIOD, dtype=np.int32)
    for step in reversed(steps):
        chosen = np.flatnonzero(columns.selected(step.who) & columns.is_dated)
        until[chosen] = moved(columns.ends[chosen], step.lasts, 1, calendar) - 1
    return until


def _until(
    columns: WorkColumns, rule: Rule, calendar: WorkCalendar | None
) -> npt.NDArray[np.int32]:
    if rule.time is None:
        raise ValueError(f"rule {rule.id}: is no pair rule")
    if rule.time.op is TimeOp.AFTER:
        return _after_until(columns, rule.time.periods, calendar)
    until = columns.ends.astype(np.int64) + rule.time.days
    return np.where(columns.is_dated, until, NO_PERIOD).astype(np.int32)


def _spared(columns: WorkColumns, exemptions: Sequence[Exemption], side: Side) -> Mask:
    spared = np.zeros(len(columns), dtype=bool)
    for exemption in exemptions:
        if exemption.after is None and exemption.on in (side, Side.EITHER):
            spared |= columns.selected(exemption.who)
    return spared


def prepare(
    rules: Sequence[Rule], pack: Sequence[Rule], columns: WorkColumns, calendar: WorkCalendar | None
) -> list[Bench]:
    """The pair rules made ready over the columns, in the order in which they speak."""
    benches = []
    for rule in rules:
        if rule.space is None:
            raise ValueError(f"rule {rule.id}: is no pair rule")
        until = _until(columns, rule, calendar)
        benches.append(
            Bench(
                rule=rule,
                index=pack.index(rule),
                a=columns.selected(rule.a)
                & ~_spared(columns, rule.exemptions, Side.A)
                & (until != NO_PERIOD),
                b=columns.selected(rule.b) & ~_spared(columns, rule.exemptions, Side.B),
                reach_a=_reaches(columns, rule.space.a),
                reach_b=_reaches(columns, rule.space.b),
                until=until,
            )
        )
    return benches


def widest(benches: Sequence[Bench], columns: WorkColumns) -> Reach:
    """How far and how long each work is felt under any of the rules that admit it."""
    metres = np.zeros(len(columns))
    linger = np.zeros(len(columns), dtype=np.int64)
    for bench in benches:
        np.maximum(metres, np.where(bench.a, bench.reach_a, 0.0), out=metres)
        np.maximum(metres, np.where(bench.b, bench.reach_b, 0.0), out=metres)
        felt = np.where(bench.a, bench.until.astype(np.int64) - columns.ends, 0)
        np.maximum(linger, felt, out=linger)
        if not bench.rule.is_ordered and bench.rule.time is not None:
            np.maximum(linger, np.where(bench.b, bench.rule.time.days, 0), out=linger)
    return Reach(metres, linger.astype(np.int32))


def _bits(masks: Sequence[Mask], n: int) -> npt.NDArray[np.int64]:
    bits = np.zeros(n, dtype=np.int64)
    for position, mask in enumerate(masks):
        bits |= mask.astype(np.int64) << position
    return bits


class Court:
    """The pairs that are near under any rule, and each rule's verdicts on them."""

    def __init__(self, columns: WorkColumns, benches: Sequence[Bench]) -> None:
        if len(benches) > MOST_RULES:
            raise ValueError(f"rules: {len(benches)} pair rules, at most {MOST_RULES} at once")
        self.columns = columns
        self.benches = benches
        self.a: Index = np.empty(0, dtype=np.int64)
        self.b: Index = np.empty(0, dtype=np.int64)
        self.forward: Index = np.empty(0, dtype=np.int64)
        """(m,) bits of the rules whose side a admits the pair's a, and side b its b."""
        self.backward: Index = np.empty(0, dtype=np.int64)
        self.distance_m = np.empty(0)

    def call(self, footprints: Footprints, index: Index) -> None:
        """Search the pairs and keep those that some rule's two sides admit; `index` gives each
        footprint's work."""
        felt = widest(self.benches, self.columns)
        reach = Reach(felt.metres[index], felt.linger_days[index])
        across = all(bench.rule.agencies is Relation.DIFFERENT for bench in self.benches)
        stretch = Stretch(footprints)
        pairs = near_pairs(footprints, stretch.on_map(reach), across_owners_only=across)
        side_a = _bits([bench.a for bench in self.benches], len(self.columns))[index]
        side_b = _bits([bench.b for bench in self.benches], len(self.columns))[index]
        forward = side_a[pairs.a] & side_b[pairs.b]
        backward = side_b[pairs.a] & side_a[pairs.b]
        kept = (forward | backward) != 0
        self.forward, self.backward = forward[kept], backward[kept]
        pairs = Pairs(pairs.a[kept], pairs.b[kept])
        self.a, self.b = index[pairs.a], index[pairs.b]
        self.distance_m = stretch.on_ground(distances(footprints, pairs), pairs)

    def verdicts(self, calendar: WorkCalendar | None) -> Verdicts:
        """What every rule says; of one jurisdiction's rules of
        one kind the first to speak about a pair is heard."""
        heard: dict[tuple[str, FindingKind], Mask] = {}
        found = []
        for position, bench in enumerate(self.benches):
            before = heard.setdefault(
                (bench.rule.jurisdiction, bench.rule.kind), np.zeros(len(self.a), dtype=bool)
            )
            met = self._met(bench, self._candidates(bench.rule, position, ~before), calendar)
            before[met.row] = True
            found.append(self._verdicts(bench, met))
        return joined(found)

    def _candidates(self, rule: Rule, position: int, silent: Mask) -> Oriented:
        bit = np.int64(1) << position
        ahead = ((self.forward & bit) != 0) & silent
        turned = ((self.backward & bit) != 0) & silent
        if _is_symmetric(rule):
            turned &= ~ahead
        forward, backward = np.flatnonzero(ahead), np.flatnonzero(turned)
        return Oriented(
            np.concatenate([self.a[forward], self.b[backward]]),
            np.concatenate([self.b[forward], self.a[backward]]),
            np.concatenate([forward, backward]),
        )

    def _met(self, bench: Bench, pairs: Oriented, calendar: WorkCalendar | None) -> Oriented:
        pairs = pairs.take(_in_time(bench, self.columns, pairs))
        pairs = pairs.take(
            self.distance_m[pairs.row] <= bench.reach_a[pairs.a] + bench.reach_b[pairs.b] + SLACK_M
        )
        pairs = pairs.take(_related(bench.rule, self.columns, pairs))
        pairs = pairs.take(~_spared_later(bench.rule, self.columns, pairs, calendar))
        first = np.unique(pairs.row, return_index=True)[1]
        return Oriented(pairs.a[first], pairs.b[first], pairs.row[first])

    def _verdicts(self, bench: Bench, met: Oriented) -> Verdicts:
        begins, ends = self.columns.begins, self.columns.ends
        between = np.maximum(begins[met.a], begins[met.b]) - np.minimum(ends[met.a], ends[met.b])
        given: dict[str, npt.NDArray[np.generic]] = {
            "a": met.a,
            "b": met.b,
            "distance_m": self.distance_m[met.row],
            "reach_m": bench.reach_a[met.a] + bench.reach_b[met.b],
            "overlap_days": np.maximum(1 - between, 0),
            "gap_days": np.maximum(between, 0),
        }
        verdicts = Verdicts.of(bench.rule, bench.index, given)
        grade(verdicts, bench.rule.grades, self.columns)
        return verdicts


def _is_symmetric(rule: Rule) -> bool:
    return (
        rule.a == rule.b
        and not rule.is_ordered
        and rule.space is not None
        and rule.space.a == rule.space.b
    )


def _in_time(bench: Bench, columns: WorkColumns, pairs: Oriented) -> Mask:
    begins, ends, until = columns.begins, columns.ends, bench.until
    a, b = pairs.a, pairs.b
    op = TimeOp.OVERLAP if bench.rule.time is None else bench.rule.time.op
    if op is TimeOp.AFTER:
        chosen: Mask = (begins[b] > ends[a]) & (begins[b] <= until[a])
        lives = ends[b] >= columns.today
    elif op is TimeOp.WITHIN:
        later = np.maximum(begins[a], begins[b])
        chosen = (later > np.minimum(ends[a], ends[b])) & _meet(begins, until, a, b)
        lives = later >= columns.today
    else:
        chosen = _meet(begins, until, a, b)
        lives = np.minimum(ends[a], ends[b]) >= columns.today
    valid: Mask = _valid(bench.rule, np.maximum(begins[a], begins[b]))
    return chosen & lives & valid


def _meet(begins: npt.NDArray[np.int32], until: npt.NDArray[np.int32], a: Index, b: Index) -> Mask:
    met: Mask = (begins[b] <= until[a]) & (begins[a] <= until[b])
    return met


def _valid(rule: Rule, days: npt.NDArray[np.int32]) -> Mask:
    """Whether the rule is in force on each day."""
    valid = np.ones(len(days), dtype=bool)
    if rule.valid_from is not None:
        valid &= days >= day_numbers([rule.valid_from])[0]
    if rule.valid_to is not None:
        valid &= days <= day_numbers([rule.valid_to])[0]
    return valid


def _related(rule: Rule, columns: WorkColumns, pairs: Oriented) -> Mask:
    related = np.ones(len(pairs.a), dtype=bool)
    if rule.agencies is not Relation.ANY:
        a, b = columns.owner[pairs.a], columns.owner[pairs.b]
        wants_same = rule.agencies is Relation.SAME
        related &= ((a == b) == wants_same) & (a != NOBODY) & (b != NOBODY)
    told = [
        columns.codes([work.told.get(name) for work in columns.works]) for name in rule.same_told
    ]
    for codes in [*told, *([columns.street] if rule.same_street else [])]:
        related &= (codes[pairs.a] == codes[pairs.b]) & (codes[pairs.a] != NOBODY)
    if rule.other_projects:
        project = columns.project
        related &= (project[pairs.a] != project[pairs.b]) | (project[pairs.a] == NOBODY)
    return related


def _spared_later(
    rule: Rule, columns: WorkColumns, pairs: Oriented, calendar: WorkCalendar | None
) -> Mask:
    """Whom an exemption spares because so long has passed since side a ended."""
    spared = np.zeros(len(pairs.a), dtype=bool)
    for exemption in rule.exemptions:
        if exemption.after is not None:
            passed = moved(columns.ends[pairs.a], exemption.after, 1, calendar)
            who = columns.selected(exemption.who)[pairs.b]
            spared |= who & (columns.begins[pairs.b] >= passed)
    return spared


def grade(verdicts: Verdicts, grades: Sequence[Grade], columns: WorkColumns) -> None:
    """Set severity and consequence where a grade of the rule fits; the first that fits decides."""
    for step in reversed(grades):
        side_a, side_b = columns.selected(step.a), columns.selected(step.b)
        alone = verdicts.b < 0
        other = np.where(alone, verdicts.a, verdicts.b)
        fits = (side_a[verdicts.a] & (side_b[other] | alone)) | (
            side_b[verdicts.a] & side_a[other] & ~alone
        )
        verdicts.severity[fits] = SEVERITY_RANK[step.severity]
        if step.consequence is not None:
            verdicts.consequence[fits] = CONSEQUENCE_RANK[step.consequence]
