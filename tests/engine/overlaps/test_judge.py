"""Each operator of the rules on pairs, at its border, and which rule speaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.overlaps.find import find
from hamgam.engine.overlaps.judge import MOST_RULES
from hamgam.engine.overlaps.rules import (
    ANYTHING,
    Exemption,
    Grade,
    Period,
    PeriodStep,
    ReachStep,
    Rule,
    Selector,
    Space,
    Time,
    TimeOp,
)
from hamgam.engine.works import (
    Activity,
    Certainty,
    Impact,
    Kind,
    RoadPart,
    Surface,
)
from tests.engine.overlaps.works_near import (
    after,
    is_found,
    judged,
    pack,
    placed,
    rule,
    street,
    within,
    work,
)

OVERLAP = Time(op=TimeOp.OVERLAP)


@pytest.mark.parametrize(("y", "found"), [(10.0, True), (10.001, False)])
def test_within_is_inclusive(y: float, found: bool) -> None:
    assert is_found([work("a"), work("b", geometry=street(y=y))], rule(space=within(10))) is found


@pytest.mark.parametrize(("x", "found"), [(40, True), (40.01, False)])
def test_a_crossing_is_a_touch(x: float, found: bool) -> None:
    assert is_found([work("a"), work("b", geometry=street(x=x))], rule(space=Space())) is found


def test_each_side_reaches_by_its_first_fitting_step() -> None:
    steps = (
        ReachStep(who=Selector(impact_at_least=Impact.IMPORTANT), metres=10),
        ReachStep(who=ANYTHING, metres=5),
    )
    both = rule(space=Space(a=steps, b=steps))
    for impacts, limit in (
        ((Impact.MINOR, Impact.MINOR), 10),
        ((Impact.MINOR, Impact.CLOSURE), 15),
        ((Impact.IMPORTANT, Impact.CLOSURE), 20),
    ):
        for y, found in ((limit - 0.01, True), (limit + 0.01, False)):
            one, other = (work(r, impact=i) for r, i in zip("ab", impacts, strict=True))
            shifted = work("b", impact=other.impact, geometry=street(y=y))
            assert is_found([one, shifted], both) is found


def test_a_corridor_matches_either_way_round() -> None:
    corridor = Space(a=(ReachStep(who=ANYTHING, metres=20),))
    by_street = rule(a=Selector(certainty_at_least=Certainty.DRAWN), space=corridor)
    drawn = work("a")
    vague = work("b", certainty=Certainty.STREET_ONLY, geometry=street(y=19))
    assert is_found([drawn, vague], by_street)
    assert is_found([vague, drawn], by_street)
    assert not is_found([vague, work("c", certainty=Certainty.STREET_ONLY)], by_street)
    for y, found in ((39, True), (41, False)):
        # the drawn one stands on side a whichever comes first, and only that side reaches
        wide = Space(a=(ReachStep(who=ANYTHING, metres=40),), b=())
        sides = rule(a=Selector(kind=frozenset({Kind.EVENT})), space=wide)
        event = work("e", kind=Kind.EVENT, geometry=street(y=y))
        broad = rule("broad", FindingKind.NOTICE, space=within(200))
        rules = {finding.rule for finding in judged([drawn, event], sides, broad)}
        assert rules == ({"r", "broad"} if found else {"broad"})


@pytest.mark.parametrize(("days", "begins", "found"), [(0, 9, True), (0, 10, False), (2, 11, True)])
def test_overlap_takes_an_offset(days: int, begins: int, found: bool) -> None:
    asks = rule(time=Time(op=TimeOp.OVERLAP, days=days))
    assert is_found([work("a"), work("b", begins=begins)], asks) is found


@pytest.mark.parametrize(("begins", "found"), [(9, False), (10, True), (39, True), (40, False)])
def test_within_days_shares_no_day_and_is_inclusive(begins: int, found: bool) -> None:
    asks = rule(kind=FindingKind.CHANCE, time=Time(op=TimeOp.WITHIN, days=30))
    assert is_found([work("a"), work("b", begins=begins)], asks) is found
    assert is_found([work("b", begins=begins), work("a")], asks) is found


def test_within_days_holds_whichever_side_comes_first() -> None:
    asks = rule(
        kind=FindingKind.CHANCE,
        time=Time(op=TimeOp.WITHIN, days=30),
        a=Selector(kind=frozenset({Kind.WORK})),
        b=Selector(kind=frozenset({Kind.EVENT})),
    )
    for begins, found in ((39, True), (40, False)):
        assert is_found([work("a"), work("b", begins=begins, kind=Kind.EVENT)], asks) is found
        assert is_found([work("b", kind=Kind.EVENT), work("a", begins=begins)], asks) is found


@pytest.mark.parametrize(
    ("asks", "last"),
    [
        (rule(time=Time(op=TimeOp.WITHIN, days=30)), date(2027, 1, 21)),  # the later's first day
        (rule(time=after(days=30)), date(2027, 1, 30)),  # the later's last day
    ],
)
def test_what_is_past_is_not_found_in_any_time(asks: Rule, last: date) -> None:
    works = [work("a"), work("b", begins=20)]
    assert len(find(works, pack(asks), today=last)) == 1
    assert len(find(works, pack(asks), today=last + timedelta(days=1))) == 0


def test_after_is_ordered_and_ends_on_the_anniversary() -> None:
    asks = rule(
        kind=FindingKind.PROTECTION, a=Selector(kind=frozenset({Kind.SURFACE})), time=after(years=4)
    )
    surface = work("s", kind=Kind.SURFACE, days=1)
    for begins, found in ((date(2030, 12, 31), True), (date(2031, 1, 1), False)):
        dig = work("d", begins=(begins - date(2027, 1, 1)).days)
        assert is_found([surface, dig], asks) is found
    before = work("d", begins=-30, days=5)
    assert not is_found([surface, before], asks)
    (finding,) = judged([work("a", begins=3), surface], asks)
    assert (finding.a, finding.b, finding.gap_days) == ("s", "a", 3)


def test_a_leap_day_has_its_anniversary_on_the_month_s_last_day() -> None:
    surface = work("s", begins=(date(2028, 2, 29) - date(2027, 1, 1)).days, days=1)
    asks = rule(time=after(years=1), a=Selector(activity=frozenset({Activity.EXCAVATION})))
    for day, found in ((date(2029, 2, 27), True), (date(2029, 2, 28), False)):
        dig = work("d", begins=(day - date(2027, 1, 1)).days, activity=Activity.CONNECTION)
        assert is_found([surface, dig], asks) is found


def test_periods_follow_surface_and_road_part() -> None:
    steps = (
        PeriodStep(who=Selector(road_part=frozenset({RoadPart.FOOTWAY})), lasts=Period(years=1)),
        PeriodStep(who=Selector(surface=frozenset({Surface.CONCRETE})), lasts=Period(years=7)),
    )
    asks = rule(time=Time(op=TimeOp.AFTER, periods=steps))
    dig = work("d", begins=2 * 365)
    assert is_found([work("s", surface=Surface.CONCRETE), dig], asks)
    assert not is_found(
        [work("s", surface=Surface.CONCRETE, road_part=RoadPart.FOOTWAY), dig], asks
    )
    assert not is_found([work("s", surface=Surface.ASPHALT), dig], asks)


def test_the_higher_precedence_speaks_and_kinds_do_not_silence_one_another() -> None:
    low, high = rule("low"), rule("high", precedence=1, consequence=Consequence.BLOCK)
    other = rule("other", FindingKind.CHANCE)
    found = judged([work("a"), work("b")], low, high, other)
    assert {finding.rule for finding in found} == {"high", "other"}


def test_an_exempt_pair_is_left_to_the_next_rule() -> None:
    spared = (Exemption(who=Selector(emergency=True)),)
    high = rule("high", precedence=1, exemptions=spared)
    (found,) = judged([work("a", emergency=True), work("b")], high, rule("low"))
    assert found.rule == "low"


def test_the_first_fitting_grade_weighs_either_way_round() -> None:
    grades = (
        Grade(
            a=Selector(impact_at_least=Impact.CLOSURE),
            b=Selector(activity=frozenset({Activity.PAVING})),
            severity=Severity.HIGH,
            consequence=Consequence.BLOCK,
        ),
        Grade(a=Selector(impact_at_least=Impact.MINOR), severity=Severity.LOW),
    )
    asks = rule(grades=grades)
    closure = {"impact": Impact.CLOSURE}
    paving = {"activity": Activity.PAVING}
    for one, other, weight in (
        (closure, paving, (Severity.HIGH, Consequence.BLOCK)),
        (paving, closure, (Severity.HIGH, Consequence.BLOCK)),
        (closure, {}, (Severity.LOW, Consequence.WARN)),
        ({}, {}, (Severity.MEDIUM, Consequence.WARN)),
    ):
        (found,) = judged([work("a", **one), work("b", **other)], asks)
        assert (found.severity, found.consequence) == weight


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"valid_from": date(2027, 1, 6)}, True),
        ({"valid_from": date(2027, 1, 7)}, False),
        ({"valid_to": date(2027, 1, 6)}, True),
        ({"valid_to": date(2027, 1, 5)}, False),
    ],
)
def test_a_rule_holds_on_the_day_the_later_work_begins(bounds: dict[str, Any], found: bool) -> None:
    assert is_found([work("a"), work("b", begins=5)], rule(**bounds)) is found


def test_a_pair_is_as_sure_as_its_less_sure_side() -> None:
    (found,) = judged([work("a", certainty=Certainty.STREET_ONLY), work("b")], rule())
    assert found.certainty is Certainty.STREET_ONLY
    assert {place.certainty for place in found.places} == {Certainty.STREET_ONLY}
    sure = Selector(certainty_at_least=Certainty.BETWEEN_CROSSINGS)
    assert not is_found(
        [work("a", certainty=Certainty.STREET_ONLY), work("b")], rule(a=sure, b=sure)
    )


def test_one_search_serves_rules_of_other_reach_and_time() -> None:
    rules = (
        rule("near", space=within(2)),
        rule("far", FindingKind.CHANCE, space=within(100), time=Time(op=TimeOp.WITHIN, days=5)),
    )
    works = [work("a"), work("b", geometry=street(y=50))]
    assert judged(works, *rules) == []
    later = work("b", begins=12, geometry=street(y=50))
    assert [finding.rule for finding in judged([work("a"), later], *rules)] == ["far"]


def test_more_rules_than_bits_are_refused() -> None:
    many = [rule(f"r{number}", space=within(number)) for number in range(MOST_RULES + 1)]
    with pytest.raises(ValueError, match="at most"):
        judged([work("a"), work("b")], *many)


def test_a_rule_is_on_pairs_or_on_single_works() -> None:
    with pytest.raises(ValueError, match="either space and time, or test"):
        rule(space=None)


def test_a_place_apart_is_a_place_of_its_own() -> None:
    there_and_back = placed(shapely.LineString([(5, -30), (5, 30), (35, 30), (35, -30)]))
    (found,) = judged([work("a"), work("b", geometry=there_and_back)], rule(space=within(6)))
    assert len(found.places) == 2
