"""All the ways to settle an overlap that its works' freedom allows, each at its best days.

Every kind keeps the one placement that breaks fewest rules, then costs least, then slips least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations

from hamgam.engine.findings import Consequence
from hamgam.engine.overlaps.breaches import BreachTable
from hamgam.engine.overlaps.options.candidates import room, stages, starts
from hamgam.engine.overlaps.settling import Option, OptionKind, Placement, Scene, Span, Weight
from hamgam.engine.overlaps.weigh import DIGS, Scale
from hamgam.engine.works import Activity, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An option and what it weighs."""

    option: Option
    weight: Weight


def standing(scene: Scene) -> Option:
    """Everything as it stands."""
    return _option(scene, OptionKind.AS_IS, {})


def weighed_by_hand(scene: Scene, option: Option) -> Weighed:
    """An option that somebody made by hand, on the same scale as the computed ones."""
    spans = {placement.ref: list(placement.spans) for placement in option.placements}
    return Weighed(option=option, weight=Scale(scene, BreachTable(scene, spans)).weigh(option))


def ways(scene: Scene) -> list[Weighed]:
    """The standing option first, then the best of each way; O(c²) for c candidate days of a work.

    A way is missing where no work may move or nothing is to be shared.
    """
    drafts = list(_drafts(scene))
    spans: dict[str, list[Span]] = {}
    for draft in drafts:
        for option in draft:
            for placement in option.placements:
                spans.setdefault(placement.ref, []).extend(placement.spans)
    scale = Scale(scene, BreachTable(scene, spans))
    asis = standing(scene)
    found = [Weighed(option=asis, weight=scale.weigh(asis))]
    for draft in drafts:
        tried = [Weighed(option=option, weight=scale.weigh(option)) for option in draft]
        if tried:
            found.append(min(tried, key=preference))
    return found


def preference(weighed: Weighed) -> tuple[object, ...]:
    """What is better comes first: fewer rules broken by their gravity, then money and hours, then
    slips, then earlier days."""
    weight = weighed.weight
    return (
        *(weight.count(consequence) for consequence in Consequence),
        weight.social_rials,
        weight.slip_days,
        tuple(p.spans for p in weighed.option.placements),
    )


def _option(
    scene: Scene, kind: OptionKind, placed: dict[str, tuple[Span, ...]], **more: object
) -> Option:
    placements, movers = [], []
    for work in scene.works:
        stated = (scene.span_of(work.ref),)
        spans = placed.get(work.ref, stated)
        placements.append(Placement(ref=work.ref, spans=spans))
        if spans != stated:
            movers.append(work.ref)
    build: Callable[..., Option] = Option
    return build(kind=kind, placements=tuple(placements), movers=tuple(movers), **more)


def _drafts(scene: Scene) -> Iterable[list[Option]]:
    """For each way the options among which the best is chosen."""
    for one, other in permutations(scene.works, 2):
        yield _in_turn(scene, one, other)
    for work in scene.works:
        yield _moves(scene, work)
        yield _staged(scene, work)
    yield _together(scene, OptionKind.JOINT)
    yield _together(scene, OptionKind.CLOSURE)
    yield [_option(scene, OptionKind.CONDITIONS, {}, by_night=True)]


def _moves(scene: Scene, work: Work) -> list[Option]:
    stated = scene.span_of(work.ref)
    return [
        _option(scene, OptionKind.MOVE, {work.ref: (stated.starting(day),)})
        for day in starts(scene, work.ref)
        if day != stated.begins
    ]


def _staged(scene: Scene, work: Work) -> list[Option]:
    return [_option(scene, OptionKind.STAGES, {work.ref: pair}) for pair in stages(scene, work.ref)]


def _in_turn(scene: Scene, first: Work, second: Work) -> list[Option]:
    """The second follows the first on the next day, or later where it may; paving never goes
    before a trench."""
    if first.activity is Activity.PAVING and second.activity in DIGS:
        return []
    one, other = scene.span_of(first.ref), scene.span_of(second.ref)
    bounds = room(scene, second.ref, other.days)
    found = []
    for day in starts(scene, first.ref) or [one.begins]:
        led = one.starting(day)
        follow = led.ends + timedelta(days=1)
        begins = max(follow, bounds[0]) if bounds else other.begins
        if begins < follow or (bounds and begins > bounds[1]):
            continue
        placed: dict[str, tuple[Span, ...]] = {
            first.ref: (led,),
            second.ref: (other.starting(begins),),
        }
        option = _option(scene, OptionKind.SEQUENCE, placed)
        if option.movers:
            found.append(option)
    return found


def _together(scene: Scene, kind: OptionKind) -> list[Option]:
    """All under one leader in one closure: who digs begins on one day (in a joint trench all stand
    as long as the longest), and who paves follows."""
    diggers = [work for work in scene.works if work.activity in DIGS]
    if len(scene.works) < 2 or (kind is OptionKind.JOINT and len(diggers) < 2):
        return []
    lengths = {work.ref: scene.span_of(work.ref).days for work in scene.works}
    leader = max(scene.works, key=lambda w: (w.activity in DIGS, lengths[w.ref], w.ref))
    if kind is OptionKind.JOINT:
        lengths |= dict.fromkeys((w.ref for w in diggers), max(lengths[w.ref] for w in diggers))
    found = []
    for day in _first_days(scene, lengths):
        placed = _laid_out(scene, lengths, day)
        if all(_may(scene, ref, spans[0]) for ref, spans in placed.items()):
            found.append(_option(scene, kind, placed, leader=leader.agency))
    return found


def _lag(scene: Scene, lengths: dict[str, int], work: Work) -> int:
    """Days after the common first day on which a work begins."""
    if work.activity is not Activity.PAVING:
        return 0
    others = [lengths[w.ref] for w in scene.works if w.activity is not Activity.PAVING]
    return max(others, default=0)


def _first_days(scene: Scene, lengths: dict[str, int]) -> list[date]:
    days = set()
    for work in scene.works:
        back = timedelta(days=_lag(scene, lengths, work))
        tried = starts(scene, work.ref, lengths[work.ref])
        days |= {day - back for day in (scene.span_of(work.ref).begins, *tried)}
    return sorted(days)


def _laid_out(scene: Scene, lengths: dict[str, int], day: date) -> dict[str, tuple[Span, ...]]:
    return {
        work.ref: (
            scene.span_of(work.ref).starting(
                day + timedelta(days=_lag(scene, lengths, work)), lengths[work.ref]
            ),
        )
        for work in scene.works
    }


def _may(scene: Scene, ref: str, span: Span) -> bool:
    if span == scene.span_of(ref):
        return True
    bounds = room(scene, ref, span.days)
    return bounds is not None and bounds[0] <= span.begins <= bounds[1]
