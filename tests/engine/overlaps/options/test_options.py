from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.findings import FindingKind, identity
from hamgam.engine.overlaps.find import Ground, find
from hamgam.engine.overlaps.options.make import Weighed, standing, ways, weighed_by_hand
from hamgam.engine.overlaps.options.rank import dominates, options_for, ranked
from hamgam.engine.overlaps.settling import (
    Exposure,
    Option,
    OptionKind,
    Placement,
    Prices,
    Scene,
    Span,
)
from hamgam.engine.overlaps.weigh import days_of, length_m, shared_m
from hamgam.engine.works import Activity, Impact, Stage, Work, Zone, ZoneKind
from hamgam.exchange.rulepack import load_pack

TODAY = date(2026, 11, 24)
PACK = load_pack("ir-mashhad")
DAY = timedelta(days=1)
PRICES = Prices(
    excavation_m3=4_500_000,
    backfill_m3=3_800_000,
    reinstatement_m2=14_000_000,
    overlay_m2=9_500_000,
    mobilisation=650_000_000,
    traffic_day=85_000_000,
    night=120_000_000,
    person_hour=1_200_000,
)
PEOPLE = Exposure(
    residents_a_day=9_000,
    pilgrims_a_day=1_000,
    season_factor=4.0,
    hours_lost={impact: 0.05 * rank for rank, impact in enumerate(Impact)},
    night_share=0.35,
)
CITY = Zone(
    key="city",
    kind=ZoneKind.CITY,
    names={"fa": "شهر"},
    geometry=LineString([(59.5, 36.2), (59.7, 36.4)]).envelope,
)
SAFAR = SeasonWindow(
    season="safar",
    zone="city",
    closure=Closure.CLOSED,
    begins=TODAY + timedelta(days=100),
    ends=TODAY + timedelta(days=115),
    is_confirmed=True,
)


def line(north: float, length: float = 0.004) -> LineString:
    return LineString([(59.60, 36.29 + north), (59.60 + length, 36.29 + north)])


def work(ref: str, agency: str, activity: Activity, first: int, days: int) -> Work:
    begins = TODAY + timedelta(days=first)
    return Work(
        ref=ref,
        agency=agency,
        activity=activity,
        stage=Stage.PLANNED,
        impact=Impact.IMPORTANT,
        geometry=line(0.0),
        begins=begins,
        ends=begins + timedelta(days=days - 1),
    )


def scene(*works: Work, around: tuple[Work, ...] = (), room: int = 60) -> Scene:
    free = {}
    for one in works:
        assert one.begins
        assert one.ends
        free[one.ref] = Span(one.begins - timedelta(days=room), one.ends + timedelta(days=room))
    return Scene(
        works=works,
        around=around,
        freedom=free,
        pack=PACK,
        ground=Ground(zones=[CITY], windows=[SAFAR], epsg=32640),
        today=TODAY,
        prices=PRICES,
        exposure=PEOPLE,
        seasons=[SAFAR],
    )


AGENCIES = st.sampled_from(["water", "gas", "civil"])
ACTIVITIES = st.sampled_from([Activity.EXCAVATION, Activity.PAVING, Activity.CONNECTION])


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    def one(ref: str, agency: str) -> Work:
        return work(
            ref,
            agency,
            draw(ACTIVITIES),
            draw(st.integers(5, 120)),
            draw(st.integers(1, 25)),
        )

    works = (one("a", "water"), one("b", "civil"))
    count = draw(st.integers(0, 3))
    around = tuple(one(f"n{i}", draw(AGENCIES)) for i in range(count))
    return scene(*works, around=around, room=draw(st.integers(0, 60)))


def found_by_hand(scene: Scene, option: Option) -> set[str]:
    """The findings about the works placed so, by one plain search and no table."""
    placed, names = [], {}
    for placement in option.placements:
        for number, span in enumerate(placement.spans):
            held = scene.work(placement.ref)
            ref = f"{placement.ref}#{number}"
            names[ref] = placement.ref
            placed.append(replace(held, ref=ref, begins=span.begins, ends=span.ends))
    found = find([*placed, *scene.around], scene.pack, today=scene.today, **scene.ground)
    told = set()
    known = {rule.id: rule.known_as for rule in scene.pack.rules}
    for one in found:
        a, b = names.get(one.a, one.a), names.get(one.b or "", one.b)
        if a == b or (one.a not in names and one.b not in names):
            continue
        if one.kind is FindingKind.CHANCE and one.consequence in {"warn", "inform"}:
            continue
        told.add(identity(a, b, known[one.rule or ""]))
    return told


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_whatever_an_option_breaks_is_named(scene: Scene) -> None:
    for one in ways(scene):
        named = {breach.id for breach in (*one.weight.breaches, *one.weight.settled)}
        assert named == found_by_hand(scene, one.option)


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_nobody_is_moved_out_of_his_freedom_or_into_the_past(scene: Scene) -> None:
    for one in ways(scene):
        assert one.weight.is_within_freedom
        for placement in one.option.placements:
            stated = scene.span_of(placement.ref)
            assert placement.spans == (stated,) or placement.spans[0].begins > scene.today
            days = sum(span.days for span in placement.spans)
            assert days >= stated.days


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_what_is_shown_is_not_dominated_and_what_is_dropped_is(scene: Scene) -> None:
    told = options_for(scene)
    kept = [one for one, _ in told.options]
    assert not any(
        dominates(one.weight, other.weight) for one in kept for other in kept if one is not other
    )
    for one, reason in told.options:
        assert reason.closure_days == told.standing.weight.closure_days - one.weight.closure_days


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_a_hand_made_option_is_weighed_by_the_same_scale(scene: Scene) -> None:
    for one in ways(scene):
        assert weighed_by_hand(scene, one.option).weight == one.weight


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_closure_days_and_slips_as_counted_by_hand(scene: Scene) -> None:
    for one in ways(scene):
        days = {day for placement in one.option.placements for day in days_of(placement)}
        assert one.weight.closure_days == len(days)
        for placement in one.option.placements:
            late = (placement.ends - scene.span_of(placement.ref).ends).days
            assert one.weight.slips[placement.ref] == max(late, 0)
        assert one.weight.person_hours >= 0
        assert all(amount > 0 for amount in one.weight.rials.values())


def kinds(found: list[Weighed]) -> set[OptionKind]:
    return {one.option.kind for one in found}


def of_kind(found: list[Weighed], kind: OptionKind) -> Weighed:
    return next(one for one in found if one.option.kind is kind)


def test_two_trenches_may_share_one_and_dig_less() -> None:
    told = scene(
        work("a", "water", Activity.EXCAVATION, 40, 20),
        work("b", "gas", Activity.EXCAVATION, 45, 10),
    )
    found = ways(told)
    joint, asis = of_kind(found, OptionKind.JOINT), found[0]
    assert joint.option.leader == "water"
    assert joint.weight.dug_m < asis.weight.dug_m
    assert joint.weight.closure_days == 20
    assert joint.weight.total_rials < asis.weight.total_rials
    assert not any(breach.kind is FindingKind.COLLISION for breach in joint.weight.breaches)


def test_who_paves_comes_after_who_digs() -> None:
    told = scene(
        work("a", "civil", Activity.PAVING, 40, 10), work("b", "water", Activity.EXCAVATION, 45, 20)
    )
    found = ways(told)
    for kind in (OptionKind.SEQUENCE, OptionKind.CLOSURE):
        option = of_kind(found, kind).option
        assert option.of("b").ends < option.of("a").spans[0].begins
    assert OptionKind.JOINT not in kinds(found)
    after = of_kind(found, OptionKind.SEQUENCE).weight
    assert after.rials["water"] < found[0].weight.rials["water"]


def test_a_work_that_runs_into_a_season_is_cut_in_stages_round_it() -> None:
    told = scene(
        work("a", "water", Activity.EXCAVATION, 90, 20), work("b", "civil", Activity.PAVING, 92, 4)
    )
    staged = of_kind(ways(told), OptionKind.STAGES).option.of("a")
    assert staged.spans[0].ends < SAFAR.begins
    assert staged.spans[1].begins == SAFAR.ends + DAY
    assert sum(span.days for span in staged.spans) == 20


def test_what_may_not_move_leaves_only_terms_and_what_stands() -> None:
    told = replace(
        scene(
            work("a", "water", Activity.EXCAVATION, 40, 20),
            work("b", "gas", Activity.EXCAVATION, 45, 10),
        ),
        freedom={},
    )
    assert kinds(ways(told)) <= {OptionKind.AS_IS, OptionKind.CONDITIONS}


def test_night_work_costs_money_and_spares_people() -> None:
    told = scene(
        work("a", "water", Activity.EXCAVATION, 40, 20),
        work("b", "gas", Activity.EXCAVATION, 45, 10),
    )
    found = ways(told)
    night = of_kind(found, OptionKind.CONDITIONS).weight
    assert night.person_hours == pytest.approx(found[0].weight.person_hours * 0.35)
    assert night.total_rials == found[0].weight.total_rials + 30 * PRICES.night


def test_the_standing_option_is_shown_beside_and_never_ranked() -> None:
    told = options_for(scene(work("a", "water", Activity.EXCAVATION, 40, 20)))
    assert told.standing.option.kind is OptionKind.AS_IS
    assert all(one.option.kind is not OptionKind.AS_IS for one, _ in told.options)
    with pytest.raises(ValueError, match="standing"):
        ranked([])


def test_an_option_places_every_work_and_nothing_else() -> None:
    told = scene(work("a", "water", Activity.EXCAVATION, 40, 20))
    span = told.span_of("a")
    wrong = Option(kind=OptionKind.HAND_MADE, placements=(Placement(ref="z", spans=(span,)),))
    with pytest.raises(ValueError, match="placements"):
        weighed_by_hand(told, wrong)
    with pytest.raises(ValueError, match="spans"):
        Placement(ref="a", spans=(span, span))
    outside = replace(
        standing(told),
        kind=OptionKind.HAND_MADE,
        placements=(Placement(ref="a", spans=(span.starting(TODAY + timedelta(days=900)),)),),
    )
    assert not weighed_by_hand(told, outside).weight.is_within_freedom


def test_metres_are_those_told_or_those_drawn() -> None:
    drawn = work("a", "water", Activity.EXCAVATION, 40, 20)
    assert length_m(drawn) == pytest.approx(359, rel=0.01)
    assert length_m(replace(drawn, length_m=120.0)) == 120.0
    other = replace(drawn, ref="b", geometry=line(0.01))
    assert shared_m(drawn, other) == 0.0
    half = replace(drawn, ref="b", geometry=line(0.00002, 0.002))
    assert shared_m(drawn, half) == pytest.approx(length_m(half), rel=0.08)
