"""Which options are worth showing, in which order, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hamgam.engine.findings import Consequence
from hamgam.engine.overlaps.options.make import Weighed, preference, ways
from hamgam.engine.overlaps.settling import OptionKind, Scene, Weight

MOST_OPTIONS = 6


class Measure(StrEnum):
    """The five scales people compare by."""

    CLOSURE_DAYS = "closure_days"
    MONEY = "money"
    PERSON_HOURS = "person_hours"
    BREACHES = "breaches"
    SLIPS = "slips"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an option stands where it stands: the scales on which no other is better, and what it
    spares against leaving everything as it is (negative where it costs more)."""

    best_in: tuple[Measure, ...]
    closure_days: int
    rials: int
    person_hours: float
    breaches: int
    slip_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The options in their order, each with its reason, and the standing one beside them."""

    standing: Weighed
    options: tuple[tuple[Weighed, Reason], ...]
    dropped: int
    """How many were dominated."""


def options_for(scene: Scene) -> Ranked:
    """Every way to settle the scene, dominated ones dropped, the best first."""
    return ranked(ways(scene))


def ranked(found: Sequence[Weighed]) -> Ranked:
    """Some weighed options in their order; the standing one must be the first.

    Raises ValueError when it is not.
    """
    if not found or found[0].option.kind is not OptionKind.AS_IS:
        raise ValueError("found: the standing option comes first")
    standing, others = found[0], _distinct(found[1:])
    kept = [
        one
        for one in others
        if not any(dominates(other.weight, one.weight) for other in others if other is not one)
    ]
    kept = sorted(kept, key=preference)[:MOST_OPTIONS]
    field = [standing, *kept]
    told = tuple((one, reason_of(one, standing, field)) for one in kept)
    return Ranked(standing=standing, options=told, dropped=len(others) - len(kept))


def _distinct(found: Sequence[Weighed]) -> list[Weighed]:
    """Without options that place the works as an earlier one under the same terms does."""
    seen: dict[tuple[object, ...], Weighed] = {}
    for one in found:
        option = one.option
        shares = option.kind in {OptionKind.JOINT, OptionKind.CLOSURE}
        seen.setdefault((option.placements, option.by_night, option.kind if shares else ""), one)
    return list(seen.values())


def scales(weight: Weight) -> tuple[float, ...]:
    """Every scale on which less is better, party by party: who would be overruled otherwise keeps
    an option that is best for him."""
    return (
        weight.closure_days,
        weight.dug_m,
        weight.paved_m2,
        *(weight.rials[agency] for agency in sorted(weight.rials)),
        weight.resident_hours,
        weight.pilgrim_hours,
        *(weight.count(consequence) for consequence in Consequence),
        *(weight.slips[ref] for ref in sorted(weight.slips)),
    )


def dominates(one: Weight, other: Weight) -> bool:
    """Whether one is nowhere worse and somewhere better."""
    pairs = list(zip(scales(one), scales(other), strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


def measures(weight: Weight) -> dict[Measure, float]:
    """The five scales that people compare by; less is better on each."""
    return {
        Measure.CLOSURE_DAYS: weight.closure_days,
        Measure.MONEY: weight.total_rials,
        Measure.PERSON_HOURS: weight.person_hours,
        Measure.BREACHES: len(weight.breaches),
        Measure.SLIPS: weight.slip_days,
    }


def reason_of(one: Weighed, standing: Weighed, among: Sequence[Weighed]) -> Reason:
    """Why the option stands where it does."""
    mine, today = measures(one.weight), measures(standing.weight)
    others = [measures(other.weight) for other in among]
    best = tuple(m for m in Measure if all(mine[m] <= other[m] for other in others))
    return Reason(
        best_in=best,
        closure_days=round(today[Measure.CLOSURE_DAYS] - mine[Measure.CLOSURE_DAYS]),
        rials=round(today[Measure.MONEY] - mine[Measure.MONEY]),
        person_hours=round(today[Measure.PERSON_HOURS] - mine[Measure.PERSON_HOURS], 1),
        breaches=round(today[Measure.BREACHES] - mine[Measure.BREACHES]),
        slip_days=round(mine[Measure.SLIPS]),
    )
