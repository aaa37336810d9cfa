"""What must hold of findings whatever the works."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.findings import FindingKind, identity
from hamgam.engine.geometry import reproject
from hamgam.engine.overlaps.find import find, find_near
from hamgam.engine.overlaps.found import Findings
from hamgam.engine.works import Activity, Kind, Stage, Work
from hamgam.exchange.rulepack import load_pack
from tests.engine.overlaps.works_near import EPSG, placed, some_works, street, work

DEFAULT = load_pack("default")
few = settings(max_examples=40, deadline=None)


def default_findings(works: list[Work]) -> Findings:
    return find(works, DEFAULT, today=None, epsg=EPSG)


def told(findings: Findings) -> set[tuple[object, ...]]:
    """What the findings say, without where each stands in the list."""
    return {
        (f.id, f.kind, f.rule, f.severity, f.a, f.b, f.overlap_days, f.gap_days, f.certainty)
        for f in findings
    }


@few
@given(some_works(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(works: list[Work], random: Random) -> None:
    shuffled = list(works)
    random.shuffle(shuffled)
    ours, theirs = default_findings(works), default_findings(shuffled)
    assert [finding.id for finding in ours] == [finding.id for finding in theirs]
    assert told(ours) == told(theirs)


@few
@given(some_works(most=6), some_works(most=2))
def test_adding_works_changes_nothing_between_others(works: list[Work], more: list[Work]) -> None:
    added = [work(f"x{n}", geometry=one.geometry) for n, one in enumerate(more)]
    refs = {one.ref for one in works}
    after = {
        row for row in told(default_findings([*works, *added])) if {row[4], row[5]} <= refs | {None}
    }
    assert after == told(default_findings(works))


@few
@given(some_works())
def test_every_finding_has_its_identity_and_each_only_once(works: list[Work]) -> None:
    findings = default_findings(works)
    listed = list(findings)
    assert len({finding.id for finding in listed}) == len(listed)
    matters = {rule.id: rule.known_as for rule in findings.rules}
    for finding in listed:
        assert finding.rule is not None
        assert finding.id == identity(finding.a, finding.b, matters[finding.rule])
    assert sorted(findings.ids) == sorted(finding.id for finding in listed)


@few
@given(some_works())
def test_no_work_pairs_with_itself_and_none_shares_days_and_has_a_gap(works: list[Work]) -> None:
    for finding in default_findings(works):
        assert finding.a != finding.b
        assert (finding.gap_days is None) or finding.overlap_days == 0


@pytest.mark.parametrize("shift", [0, 3, 9])
def test_identity_ignores_dates_kind_and_geometry(shift: int) -> None:
    still = work("a")
    moved = work("b", begins=shift, geometry=street(y=shift), title="changed")
    (found,) = [f for f in default_findings([still, moved]) if f.rule == "collision"]
    assert found.id == identity("b", "a", "shared_ground")


def test_a_collision_that_becomes_a_chance_keeps_its_identity() -> None:
    together, apart = (
        default_findings([work("a", days=10), work("b", begins=begins)]) for begins in (5, 40)
    )
    (collision,), (chance,) = together, apart
    assert (collision.kind, chance.kind) == (FindingKind.COLLISION, FindingKind.CHANCE)
    assert collision.id == chance.id


def test_moving_a_work_out_of_reach_removes_the_finding() -> None:
    near = [work("a"), work("b", geometry=street(y=9.9))]
    far = [work("a"), work("b", geometry=street(y=10.1))]
    assert {f.kind for f in default_findings(near)} == {FindingKind.COLLISION}
    assert len(default_findings(far)) == 0


def test_moving_a_work_out_of_time_removes_the_finding() -> None:
    last_day_in_reach = [work("a", days=10), work("b", begins=9 + 90)]
    day_after = [work("a", days=10), work("b", begins=9 + 91)]
    (found,) = default_findings(last_day_in_reach)
    assert (found.kind, found.gap_days, found.overlap_days) == (FindingKind.CHANCE, 90, 0)
    assert len(default_findings(day_after)) == 0


@pytest.mark.parametrize(("begins", "said"), [(9, "1 day "), (8, "2 days ")])
def test_one_day_is_no_days(begins: int, said: str) -> None:
    findings = default_findings([work("a", days=10), work("b", begins=begins)])
    assert said in findings.sentence(0, "en")


def brute_force(works: list[Work], within_m: float, gap_days: int) -> set[tuple[object, ...]]:
    """The plain search, pair by pair."""
    found: set[tuple[object, ...]] = set()
    metric = reproject([one.geometry for one in works], 4326, EPSG)
    for (i, a), (j, b) in combinations(enumerate(works), 2):
        assert a.begins
        assert a.ends
        assert b.begins
        assert b.ends
        gap = (max(a.begins, b.begins) - min(a.ends, b.ends)).days
        apart = shapely.distance(metric[i], metric[j])
        if a.agency and b.agency and a.agency != b.agency and apart <= within_m and gap <= gap_days:
            kind = FindingKind.COLLISION if gap <= 0 else FindingKind.CHANCE
            found.add((a.ref, b.ref, kind, max(1 - gap, 0), gap if gap > 0 else None))
    return found


@few
@given(some_works(most=10), st.sampled_from([0.0, 5.5, 20.5]), st.sampled_from([0, 1, 60]))
def test_the_plain_search_equals_brute_force(works: list[Work], metres: float, days: int) -> None:
    found = list(find_near(works, within_m=metres, gap_days=days, epsg=EPSG))
    rows = {(f.a, f.b, f.kind, f.overlap_days, f.gap_days) for f in found}
    assert rows == brute_force(works, metres, days)
    assert len(rows) == len(found)
    assert {(f.rule, f.severity, f.consequence) for f in found} <= {(None, None, None)}


def test_the_plain_search_counts_days_from_last_to_first() -> None:
    a, b = work("a", days=10), work("b", begins=10)
    (found,) = find_near([a, b], within_m=5, gap_days=1)
    assert (found.kind, found.gap_days) == (FindingKind.CHANCE, 1)
    assert len(find_near([a, b], within_m=5, gap_days=0)) == 0


def test_in_the_plain_search_every_kind_takes_part_but_nobody_without_agency() -> None:
    works = [
        work("a", kind=Kind.OTHER, activity=Activity.OTHER),
        work("b", kind=Kind.SURFACE, stage=Stage.WITHDRAWN),
        work("c", agency=None),
        work("d", agency=""),
        work("e", agency="agency of a"),
    ]
    pairs = {(f.a, f.b) for f in find_near(works, within_m=1, gap_days=0)}
    assert pairs == {("a", "b"), ("b", "e")}


def test_agencies_compare_as_stored_text() -> None:
    works = [work("a", agency="water"), work("b", agency="water ")]
    assert len(find_near(works, within_m=1, gap_days=0)) == 1


@pytest.mark.parametrize(("metres", "days"), [(-1, 0), (1, -1)])
def test_the_plain_search_refuses_negative_limits(metres: float, days: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        find_near([], within_m=metres, gap_days=days)


def test_nothing_comes_of_nothing() -> None:
    assert list(find([], DEFAULT, today=None)) == []
    assert list(find_near([], within_m=10, gap_days=10)) == []
    bare = Work(ref="bare", agency="water")
    assert list(find([bare], DEFAULT, today=None)) == []


def test_what_is_past_is_not_found() -> None:
    a, b = work("a", days=10), work("b", begins=5, days=10)
    assert a.ends
    shared_last = a.ends
    assert len(find([a, b], DEFAULT, today=shared_last)) == 1
    assert len(find([a, b], DEFAULT, today=shared_last + timedelta(days=1))) == 0


def test_a_hole_keeps_what_lies_in_it_apart() -> None:
    ring = shapely.box(-50, -50, 100, 100).difference(shapely.box(-30, -30, 80, 80))
    works = [work("a", geometry=placed(ring)), work("b")]
    assert len(default_findings(works)) == 0
