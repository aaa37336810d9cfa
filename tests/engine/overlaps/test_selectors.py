"""Whom a rule on pairs takes and whom it spares: selectors, relations and exemptions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.overlaps.find import find
from hamgam.engine.overlaps.rules import (
    Band,
    Exemption,
    Period,
    Relation,
    Selector,
    Side,
)
from hamgam.engine.works import (
    Activity,
    Impact,
    Kind,
    Stage,
    Surface,
    Zone,
    ZoneKind,
)
from tests.engine.overlaps.works_near import (
    after,
    is_found,
    pack,
    rule,
    street,
    work,
)


@pytest.mark.parametrize(
    ("relation", "agencies", "found"),
    [
        (Relation.DIFFERENT, ("water", "gas"), True),
        (Relation.DIFFERENT, ("water", "water"), False),
        (Relation.DIFFERENT, ("water", None), False),
        (Relation.SAME, ("water", "water"), True),
        (Relation.SAME, ("water", "gas"), False),
        (Relation.SAME, (None, None), False),
        (Relation.SAME, ("", ""), False),
        (Relation.ANY, (None, "water"), True),
    ],
)
def test_agencies_relate(
    relation: Relation, agencies: tuple[str | None, str | None], found: bool
) -> None:
    works = [work("a", agency=agencies[0]), work("b", agency=agencies[1])]
    assert is_found(works, rule(agencies=relation)) is found


@pytest.mark.parametrize(
    ("who", "told", "found"),
    [
        (Selector(kind=frozenset({Kind.EVENT})), {"kind": Kind.EVENT}, True),
        (Selector(kind=frozenset({Kind.EVENT})), {}, False),
        (Selector(activity=frozenset({Activity.PAVING})), {"activity": Activity.PAVING}, True),
        (Selector(activity=frozenset({Activity.PAVING})), {}, False),
        (Selector(agency=frozenset({"metro"})), {"agency": "metro"}, True),
        (Selector(agency=frozenset({"metro"})), {"agency": "Metro"}, False),
        (Selector(stage=frozenset({Stage.RUNNING})), {"stage": Stage.RUNNING}, True),
        (Selector(impact_at_least=Impact.MINOR), {"impact": Impact.IMPORTANT}, True),
        (Selector(impact_at_least=Impact.MINOR), {"impact": Impact.UNKNOWN}, False),
        (Selector(emergency=True), {"emergency": True}, True),
        (Selector(emergency=True), {}, False),
        (Selector(ended=True), {"stage": Stage.DONE}, True),
        (Selector(ended=False), {"kind": Kind.SURFACE}, False),
        (Selector(area_m2=Band(over=50)), {"area_m2": 50.0}, False),
        (Selector(area_m2=Band(over=50)), {"area_m2": 50.1}, True),
        (Selector(area_m2=Band(at_most=50)), {}, False),
        (Selector(length_m=Band(under=25)), {"length_m": 25.0}, False),
        (Selector(width_m=Band(at_most=0.6)), {"width_m": 0.6}, True),
        (Selector(depth_m=Band(at_least=3)), {"depth_m": 3.0}, True),
        (Selector(duration_days=Band(at_least=11)), {"days": 11}, True),
        (Selector(duration_days=Band(at_least=11)), {"days": 10}, False),
        (Selector(surface=frozenset({Surface.ASPHALT})), {"surface": Surface.ASPHALT}, True),
        (Selector(told=(("road", frozenset({"trunk"})),)), {"told": {"road": " Trunk "}}, True),
        (Selector(told=(("road", frozenset({"trunk"})),)), {"told": {}}, False),
    ],
)
def test_a_selector_takes_what_it_names(who: Selector, told: dict[str, Any], found: bool) -> None:
    other = Selector(agency=frozenset({"agency of b"}))
    assert is_found([work("a", **told), work("b")], rule(a=who, b=other)) is found


def test_a_withdrawn_work_is_taken_by_nobody() -> None:
    assert not is_found([work("a", stage=Stage.WITHDRAWN), work("b")], rule())


def test_ended_compares_with_the_day_of_the_search() -> None:
    asks = rule(a=Selector(ended=True), time=after(years=1))
    works = [work("a", days=10), work("b", begins=30)]
    for today, found in ((date(2027, 1, 10), 0), (date(2027, 1, 11), 1)):
        assert len(find(works, pack(asks), today=today)) == found


def test_zones_select_with_a_ring_around_them() -> None:
    zone = Zone(key="z", kind=ZoneKind.DISTRICT, names={}, geometry=street(y=-20))
    works = [work("a"), work("b", geometry=street(y=5))]
    for name in ("z", "district"):
        for reach, found in ((19.0, False), (21.0, True)):
            asks = rule(a=Selector(zone=frozenset({name}), zone_reach_m=reach))
            assert is_found(works, asks, zones=[zone]) is found


def test_without_its_outline_every_work_lies_in_the_city() -> None:
    asks = rule(a=Selector(zone=frozenset({"city"})))
    works = [work("a"), work("b")]
    far = Zone(key="c", kind=ZoneKind.CITY, names={}, geometry=street(x=9000))
    assert is_found(works, asks)
    assert not is_found(works, asks, zones=[far])


def test_the_same_street_and_column_are_asked_for() -> None:
    asks = rule(same_street=True, same_told=("direction",))
    a = work("a", street="Imam Reza  Street", told={"direction": "east"})
    assert is_found([a, work("b", street="imam reza street", told={"direction": "east"})], asks)
    assert not is_found([a, work("b", street="imam reza street", told={"direction": "west"})], asks)
    assert not is_found([a, work("b", told={"direction": "east"})], asks)


@pytest.mark.parametrize(
    ("projects", "found"), [(("p", "p"), False), (("p", "q"), True), ((None, None), True)]
)
def test_works_of_one_project_are_left_alone_where_the_rule_says_so(
    projects: tuple[str | None, str | None], found: bool
) -> None:
    works = [work(ref, project=project) for ref, project in zip("ab", projects, strict=True)]
    assert is_found(works, rule(other_projects=True)) is found
    assert is_found(works, rule())


def test_an_exemption_spares_its_side() -> None:
    urgent = Selector(emergency=True)
    works = [work("a", activity=Activity.PAVING, emergency=True), work("b")]
    paving = Selector(activity=frozenset({Activity.PAVING}))
    for side, found in ((Side.A, False), (Side.EITHER, False), (Side.B, True)):
        asks = rule(a=paving, exemptions=(Exemption(who=urgent, on=side),))
        assert is_found(works, asks) is found


def test_a_late_exemption_spares_after_working_days() -> None:
    spared = Exemption(
        who=Selector(activity=frozenset({Activity.CONNECTION})), after=Period(working_days=20)
    )
    asks = rule(time=after(years=1), exemptions=(spared,))
    surface = work("s", days=1)  # Friday 1 January 2027
    for begins, found in ((27, True), (28, False)):
        works = [surface, work("c", begins=begins, activity=Activity.CONNECTION)]
        assert is_found(works, asks) is found
        assert is_found([surface, work("d", begins=begins)], asks)


def test_working_days_follow_the_city_s_calendar() -> None:
    spared = Exemption(who=Selector(emergency=True), after=Period(working_days=1))
    asks = rule(time=after(years=1), exemptions=(spared,))
    thursday = work("s", begins=6, days=1)
    friday, saturday = (work("c", begins=day, emergency=True) for day in (7, 8))
    iranian = WorkCalendar()
    assert is_found([thursday, friday], asks, calendar=iranian)
    assert not is_found([thursday, saturday], asks, calendar=iranian)
    assert not is_found([thursday, friday], asks)
