"""The numbers of a rule that a city may turn, and the rule with some of them turned. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from hamgam.engine.overlaps.rules import Period, Rule, RulePack, Space, Time
from hamgam.engine.overlaps.rules import Test as RuleTest

MOST = 100_000.0
SPANS = tuple(field.name for field in fields(Period))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """One number: its place in the rule, its unit (the key of a word), and its present value."""

    place: str
    unit: str
    value: float

    @property
    def number(self) -> int | float:
        """The value as it is written: whole where it is whole."""
        return int(self.value) if float(self.value).is_integer() else self.value


def _reaches(space: Space | None) -> Iterator[Dial]:
    """How far the sides reach; one number where both reach alike without conditions."""
    if space is None:
        return
    plain = len(space.a) == len(space.b) == 1 and space.a[0].metres == space.b[0].metres
    if plain:
        yield Dial(place="within", unit="metres", value=2 * space.a[0].metres)
        return
    for number, step in enumerate(space.a):
        same = number < len(space.b) and space.b[number].metres == step.metres
        yield Dial(place=f"reach.{number}" if same else f"reach_a.{number}", unit="metres",
                   value=step.metres)  # fmt: skip


def _period(name: str, period: Period | None) -> Iterator[Dial]:
    if period is None:
        return
    for span in SPANS:
        if value := getattr(period, span):
            yield Dial(place=f"{name}.{span}", unit=span, value=value)


def _times(time: Time | None) -> Iterator[Dial]:
    if time is None:
        return
    if time.days or not time.periods:
        yield Dial(place="time.days", unit="days", value=time.days)
    for number, step in enumerate(time.periods):
        yield from _period(f"period.{number}", step.lasts)


def _tests(test: RuleTest | None) -> Iterator[Dial]:
    if test is None:
        return
    if test.op.value == "season":
        yield Dial(place="test.lead_days", unit="lead_days", value=test.lead_days)
        yield Dial(
            place="test.reinstatement_days",
            unit="reinstatement_days",
            value=test.reinstatement_days,
        )
    yield from _period("least", test.at_least)
    yield from _period("most", test.at_most)


def dials(rule: Rule) -> list[Dial]:
    """Every number of a rule that may be turned, in the order in which the rule asks."""
    return [*_reaches(rule.space), *_times(rule.time), *_tests(rule.test)]


def sound(rule: Rule, told: Mapping[str, float]) -> dict[str, float]:
    """What of the told numbers differs from the rule's own; ValueError names what is no dial of it
    or lies out of range."""
    known = {dial.place: dial for dial in dials(rule)}
    turned = {}
    for place, value in told.items():
        if place not in known:
            raise ValueError(f"{place}: no number of {rule.id}")
        if not -MOST <= value <= MOST or (value < 0 and known[place].value >= 0):
            raise ValueError(f"{place}: {value} is out of range")
        if known[place].unit != "metres" and not float(value).is_integer():
            raise ValueError(f"{place}: {value} is no whole number")
        if value != known[place].value:
            turned[place] = value
    return turned


def turned(rule: Rule, told: Mapping[str, float]) -> Rule:
    """The rule with those numbers; a place it does not have is passed over."""
    for place, value in told.items():
        head, _, rest = place.partition(".")
        if head == "within" or head.startswith("reach"):
            rule = replace(rule, space=_reaching(rule.space, head, rest, value))
        elif place == "time.days" and rule.time is not None:
            rule = replace(rule, time=replace(rule.time, days=int(value)))
        elif head == "period" and rule.time is not None:
            rule = replace(rule, time=_lasting(rule.time, rest, int(value)))
        elif rule.test is not None:
            rule = replace(rule, test=_testing(rule.test, head, rest, int(value)))
    return rule


def _reaching(space: Space | None, head: str, rest: str, value: float) -> Space | None:
    if space is None:
        return None
    if head == "within":
        half = value / 2
        return Space(
            a=tuple(replace(step, metres=half) for step in space.a),
            b=tuple(replace(step, metres=half) for step in space.b),
        )
    at = int(rest)
    a = tuple(replace(s, metres=value) if n == at else s for n, s in enumerate(space.a))
    both = head == "reach"
    b = tuple(replace(s, metres=value) if both and n == at else s for n, s in enumerate(space.b))
    return Space(a=a, b=b)


def _lasting(time: Time, rest: str, value: int) -> Time:
    number, _, span = rest.partition(".")
    at = int(number)
    steps = tuple(
        replace(step, lasts=replace(step.lasts, **{span: value})) if n == at else step
        for n, step in enumerate(time.periods)
    )
    return replace(time, periods=steps)


def _testing(test: RuleTest, head: str, rest: str, value: int) -> RuleTest:
    if head == "test" and rest in {"lead_days", "reinstatement_days"}:
        return replace(test, **{rest: value})  # type: ignore[arg-type] # both are whole days
    if head == "least" and test.at_least is not None and rest in SPANS:
        return replace(test, at_least=replace(test.at_least, **{rest: value}))
    if head == "most" and test.at_most is not None and rest in SPANS:
        return replace(test, at_most=replace(test.at_most, **{rest: value}))
    return test


def with_changes(pack: RulePack, changes: Mapping[str, Mapping[str, float]]) -> RulePack:
    """The pack with the numbers a city adopted, by rule."""
    rules = tuple(
        turned(rule, changes[rule.id]) if rule.id in changes else rule for rule in pack.rules
    )
    return replace(pack, rules=rules)
