"""The rules on single works: seasons, notice, size, and what nobody covers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.findings import Consequence, Finding, FindingKind, Severity
from hamgam.engine.overlaps.find import find
from hamgam.engine.overlaps.rules import (
    Band,
    Exemption,
    Grade,
    Period,
    Rule,
    Selector,
    Side,
    TestOp,
)
from hamgam.engine.works import Activity, Impact, Kind, Stage, Work, Zone, ZoneKind
from tests.engine.overlaps.works_near import DAY_0, EPSG, pack, placed, single, street, work

BLACKOUT = FindingKind.BLACKOUT


def judged(
    works: list[Work], *rules: Rule, today: date | None = None, **ground: Any
) -> list[Finding]:
    return list(find(works, pack(*rules), today=today, epsg=EPSG, **ground))


def window(begins: int, days: int, season: str = "safar", **told: Any) -> SeasonWindow:
    first = DAY_0 + timedelta(days=begins)
    base: dict[str, Any] = {
        "season": season,
        "zone": "city",
        "closure": Closure.CLOSED,
        "begins": first,
        "ends": first + timedelta(days=days - 1),
        "is_confirmed": True,
    }
    return SeasonWindow(**base | told)


def closed(**told: Any) -> Rule:
    return single(TestOp.SEASON, kind=BLACKOUT, **told)


def shared(works: list[Work], asks: Rule, *windows: SeasonWindow, **ground: Any) -> list[int]:
    return [f.overlap_days for f in judged(works, asks, windows=windows, **ground)]


@pytest.mark.parametrize(
    ("begins", "days", "told"),
    [(-9, 10, [1]), (-10, 10, []), (4, 10, [1]), (5, 10, []), (-9, 99, [5])],
)
def test_a_season_counts_the_days_shared(begins: int, days: int, told: list[int]) -> None:
    assert shared([work("a", begins=begins, days=days)], closed(), window(0, 5)) == told


def test_lead_and_reinstatement_reach_before_the_window() -> None:
    one = [work("a", begins=-12, days=10)]  # ends three days before
    assert shared(one, closed(reinstatement_days=3), window(0, 5)) == [0]
    assert shared(one, closed(reinstatement_days=2), window(0, 5)) == []
    assert shared(one, closed(reinstatement_days=2, lead_days=1), window(0, 5)) == [0]


def test_several_windows_of_a_season_are_one_finding_and_days_count_once() -> None:
    windows = window(0, 10), window(5, 10, zone="z"), window(300, 5)
    zone = Zone(key="z", kind=ZoneKind.DISTRICT, names={}, geometry=street())
    one = [work("a", days=400)]
    assert shared(one, closed(), *windows, zones=[zone]) == [20]
    assert shared(one, closed(), *reversed(windows), zones=[zone]) == [20]
    findings = find(one, pack(closed()), today=None, windows=windows[::-1], zones=[zone])
    first = findings.window_of(0)
    assert first
    assert first.begins == DAY_0


def test_seasons_closures_and_hours_are_chosen() -> None:
    windows = [
        window(0, 3, "safar"),
        window(0, 5, "nowruz", closure=Closure.QUIET),
        window(0, 7, "ramadan", hours="17:00-24:00"),
        window(0, 9, "fajr", purpose=Purpose.INAUGURATION),
    ]
    one = [work("a", days=20)]
    assert shared(one, closed(), *windows) == [7]
    assert shared(one, closed(seasons=frozenset({"nowruz"})), *windows) == [5]
    assert shared(one, closed(closures=frozenset({"X"}), whole_day=True), *windows) == [3]
    assert shared(one, closed(whole_day=False), *windows) == [7]
    assert shared(one, closed(seasons=frozenset({"fajr"})), *windows) == []


def test_a_window_holds_in_its_zone_only() -> None:
    zone = Zone(key="z", kind=ZoneKind.SHRINE_CORE, names={}, geometry=street(y=100))
    there = work("there", geometry=street(y=100))
    for name in ("z", "shrine_core"):
        found = judged(
            [work("a"), there], closed(), windows=[window(0, 5, zone=name)], zones=[zone]
        )
        assert [finding.a for finding in found] == ["there"]


def test_the_place_is_the_part_inside_the_zone() -> None:
    box = placed(shapely.box(-10, -10, 15, 10))
    zone = Zone(key="z", kind=ZoneKind.DISTRICT, names={}, geometry=box)
    (found,) = judged([work("a")], closed(), windows=[window(0, 5, zone="z")], zones=[zone])
    inside = found.places[0].geometry
    assert inside.length / street().length == pytest.approx(15 / 40, rel=1e-3)


def test_emergencies_pass_unless_the_season_says_otherwise() -> None:
    urgent = [work("a", emergency=True)]
    assert shared(urgent, closed(), window(0, 5)) == []
    assert shared(urgent, closed(), window(0, 5, emergency_allowed=False)) == [5]


def test_a_season_may_mean_one_activity() -> None:
    cold = window(0, 5, activities=frozenset({Activity.PAVING}), purpose=Purpose.TECHNICAL)
    works = [work("dig"), work("pave", activity=Activity.PAVING)]
    assert [f.a for f in judged(works, closed(), windows=[cold])] == ["pave"]


def test_a_window_is_told_by_the_rule_of_higher_precedence_only() -> None:
    special = closed(rule_id="special", seasons=frozenset({"nowruz"}), precedence=1)
    general = closed(rule_id="general")
    windows = [window(0, 3, "safar"), window(5, 3, "nowruz")]
    found = judged([work("a", days=20)], special, general, windows=windows)
    assert {(finding.rule, finding.overlap_days) for finding in found} == {
        ("special", 3),
        ("general", 3),
    }


def test_an_unplaced_work_stands_in_the_whole_city_s_season() -> None:
    (found,) = judged([work("a", geometry=None)], closed(), windows=[window(0, 5)])
    assert (found.places, found.certainty) == ((), None)


def test_a_season_that_is_over_is_not_found() -> None:
    one = [work("a", days=20)]
    for ahead, count in ((4, 1), (5, 0)):
        today = DAY_0 + timedelta(days=ahead)
        assert len(judged(one, closed(), windows=[window(0, 5)], today=today)) == count


@pytest.mark.parametrize(
    ("limit", "good", "bad"),
    [
        ({"at_least": Period(days=10)}, 10, 9),
        ({"at_least": Period(months_of_28_days=3)}, 84, 83),
        ({"at_least": Period(months=2)}, 61, 60),
        ({"at_least": Period(working_days=5)}, 7, 6),
        ({"at_least": Period(days=-1)}, -1, -2),
        ({"at_most": Period(days=14)}, 14, 15),
    ],
)
def test_notice_is_counted_to_its_last_day(limit: dict[str, Any], good: int, bad: int) -> None:
    asks = single(TestOp.NOTICE, **limit)
    for ahead, count in ((good, 0), (bad, 1)):
        told = DAY_0 - timedelta(days=ahead)
        assert len(judged([work("a", submitted=told)], asks)) == count


def test_notice_follows_the_city_s_working_days() -> None:
    asks = single(TestOp.NOTICE, at_least=Period(working_days=1))
    friday_for_saturday = work("a", begins=8, submitted=date(2027, 1, 8))
    assert judged([friday_for_saturday], asks, calendar=WorkCalendar())
    assert not judged([friday_for_saturday], asks)


def test_without_a_day_of_notice_nothing_is_said() -> None:
    assert judged([work("a")], single(TestOp.NOTICE, at_least=Period(days=1))) == []


def test_one_rule_speaks_about_a_notice() -> None:
    late = work("a", submitted=DAY_0)
    rules = [
        single(TestOp.NOTICE, "low", at_least=Period(days=1)),
        single(TestOp.NOTICE, "high", at_least=Period(days=2), precedence=1),
    ]
    assert [finding.rule for finding in judged([late], *rules)] == ["high"]


def test_extent_measures_the_circle_around() -> None:
    asks = single(TestOp.EXTENT, band=Band(over=450))
    assert judged([work("a", geometry=street(length=451))], asks)
    assert not judged([work("a", geometry=street(length=449))], asks)
    assert not judged([work("a", geometry=None)], asks)


def test_a_stake_without_an_answer_is_a_gap() -> None:
    asks = single(TestOp.UNANSWERED, kind=FindingKind.GAP)
    works = [
        work("a", asked=("gas", "water"), answered=("water",)),
        work("b", asked=("gas",), answered=("gas", "power")),
        work("c"),
    ]
    findings = find(works, pack(asks), today=None)
    assert [finding.a for finding in findings] == ["a"]


def test_a_place_without_an_owner_is_a_gap() -> None:
    asks = single(TestOp.OWNERLESS, kind=FindingKind.GAP)
    works = [
        work("a", agency=None),
        work("b", agency=""),
        work("c"),
        work("d", agency=None, geometry=None),
    ]
    assert [finding.a for finding in judged(works, asks)] == ["a", "b"]


def test_a_hand_over_without_a_taker_is_a_gap() -> None:
    asks = single(TestOp.UNTAKEN, kind=FindingKind.GAP)
    works = [
        work("announced", handover_to="parks"),
        work("refused", taken_over=False),
        work("taken", handover_to="parks", taken_over=True),
        work("running", handover_to="parks", begins=500),
        work("silent"),
        work("done", begins=500, stage=Stage.DONE, handover_to="parks"),
    ]
    found = judged(works, asks, today=DAY_0 + timedelta(days=100))
    assert sorted(finding.a for finding in found) == ["announced", "done", "refused"]


def test_exemptions_grades_and_validity_hold_for_single_works() -> None:
    grades = (
        Grade(
            a=Selector(impact_at_least=Impact.CLOSURE),
            severity=Severity.HIGH,
            consequence=Consequence.BLOCK,
        ),
    )
    spared = Exemption(who=Selector(kind=frozenset({Kind.EVENT})), on=Side.A)
    asks = single(
        TestOp.APPLIES, grades=grades, exemptions=(spared,), valid_from=DAY_0, valid_to=DAY_0
    )
    works = [
        work("a"),
        work("b", impact=Impact.CLOSURE),
        work("c", kind=Kind.EVENT),
        work("d", begins=1),
        work("e", begins=-1),
    ]
    weights = {f.a: (f.severity, f.consequence) for f in judged(works, asks)}
    assert weights == {
        "a": (Severity.MEDIUM, Consequence.WARN),
        "b": (Severity.HIGH, Consequence.BLOCK),
    }
