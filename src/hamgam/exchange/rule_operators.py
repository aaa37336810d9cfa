"""Operators of a rule pack, from TOML to the engine's: place, time, the test of one work,
and the sentence said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hamgam.engine.overlaps.rules import (
    ANYTHING,
    PeriodStep,
    ReachStep,
    Space,
    Test,
    TestOp,
    Time,
    TimeOp,
)
from hamgam.exchange.rule_values import (
    PERIOD,
    Reader,
    T,
    UnfitError,
    band,
    flag,
    made,
    measure,
    natural,
    one_of,
    period,
    sentences,
    several,
    table,
    text,
)

CLOSURES = ("X", "Q", "E")


def _named(tables: Mapping[str, T], what: str) -> Callable[[object], T]:
    def read(value: object) -> T:
        if not isinstance(value, str) or value not in tables:
            raise UnfitError(f"{value!r} is no table of {what}; known are {', '.join(tables)}")
        return tables[value]

    return read


def space(reaches: Mapping[str, tuple[ReachStep, ...]]) -> Callable[[object], Space]:
    """The spatial operator; `reaches` are the tables that the pack names."""

    def read(value: object) -> Space:
        if value == "crossing":
            return Space()
        readers: dict[str, Reader] = {
            "reach": _named(reaches, "reaches"),
            "within_m": lambda metres: (ReachStep(who=ANYTHING, metres=measure(metres) / 2),),
            "corridor_m": lambda metres: (ReachStep(who=ANYTHING, metres=measure(metres)),),
        }
        found = table(value, readers)
        if len(found) != 1:
            raise UnfitError('give "crossing", or one of reach, within_m and corridor_m')
        ((key, steps),) = found.items()
        return made(Space, {"a": steps} if key == "corridor_m" else {"a": steps, "b": steps})

    return read


def sentence(named: Mapping[str, Mapping[str, str]]) -> Callable[[object], Mapping[str, str]]:
    """The sentence, in full or by the name that the pack gives it."""
    by_name = _named(named, "sentences")

    def read(value: object) -> Mapping[str, str]:
        return by_name(value) if isinstance(value, str) else sentences(value)

    return read


def time(periods: Mapping[str, tuple[PeriodStep, ...]]) -> Callable[[object], Time]:
    """The temporal operator; `periods` are the tables that the pack names."""
    readers: dict[str, Reader] = {
        "op": one_of(TimeOp),
        "periods": _named(periods, "periods"),
        **PERIOD,
    }

    def read(value: object) -> Time:
        found = table({"op": value} if isinstance(value, str) else value, readers)
        op = found.pop("op", None)
        if op is None:
            raise UnfitError("has no op")
        return _after(found) if op is TimeOp.AFTER else _near(TimeOp(str(op)), found)

    return read


def _near(op: TimeOp, found: dict[str, object]) -> Time:
    if set(found) - {"days"}:
        raise UnfitError(f"{op.value}: takes only days")
    days = natural(found.get("days", 0))
    if op is TimeOp.WITHIN and not days:
        raise UnfitError("within: 0 days can hold no gap")
    return Time(op=op, days=days)


def _after(found: dict[str, object]) -> Time:
    steps = found.pop("periods", None)
    if (steps is None) == (not found):
        raise UnfitError("after: give either a period or the name of a table of periods")
    if steps is not None:
        return made(Time, {"op": TimeOp.AFTER, "periods": steps})
    for part in found.values():
        natural(part)
    return Time(op=TimeOp.AFTER, periods=(PeriodStep(who=ANYTHING, lasts=period(found)),))


_TEST_KEYS = {
    TestOp.SEASON: {"seasons", "closures", "lead_days", "reinstatement_days", "whole_day"},
    TestOp.NOTICE: {"at_least", "at_most"},
    TestOp.EXTENT: {"band"},
}


def _closure(value: object) -> str:
    if value not in CLOSURES:
        raise UnfitError(f"{value!r} is none of {', '.join(CLOSURES)}")
    return str(value)


_TEST: dict[str, Reader] = {
    "op": one_of(TestOp),
    "seasons": several(text),
    "closures": several(_closure),
    "lead_days": natural,
    "reinstatement_days": natural,
    "whole_day": flag,
    "at_least": period,
    "at_most": period,
    "band": band,
}


def test(value: object) -> Test:
    """The predicate on a single work."""
    found = table({"op": value} if isinstance(value, str) else value, _TEST)
    if "op" not in found:
        raise UnfitError("has no op")
    op = TestOp(str(found["op"]))
    foreign = sorted(set(found) - {"op"} - _TEST_KEYS.get(op, set()))
    if foreign:
        raise UnfitError(f"{op.value}: has nothing to do with {foreign[0]}")
    if op in (TestOp.NOTICE, TestOp.EXTENT) and len(found) == 1:
        raise UnfitError(f"{op.value}: has no limit")
    return made(Test, found)
