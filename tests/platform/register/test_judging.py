from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.register.test_works import FILE, recorded, trench

from hamgam.engine.overlaps.find import find
from hamgam.ledger.models import Change
from hamgam.register.actions.uploads import upload_works
from hamgam.register.actions.works import edit_work
from hamgam.register.bridge import engine_works
from hamgam.register.judging import judged, seasons_of, sweep
from hamgam.register.law import law
from hamgam.register.models import Finding, Work
from hamgam.register.uploading.difference import difference

pytestmark = pytest.mark.django_db


def season_days(work: Work) -> int:
    found = Finding.objects.filter(a=work, b=None, rule__startswith="season.", state="open")
    return sum(found.values_list("overlap_days", flat=True))


@pytest.mark.parametrize(
    ("begins", "lasts"), [(10, 6 * 365), (5 * 365, 400), (10, 20), (-900, 950)]
)
def test_a_work_meets_every_season_of_its_days(city: City, begins: int, lasts: int) -> None:
    row = recorded(city, "water", begins=begins, lasts=lasts)
    by, today = law(timezone.localdate()), timezone.localdate()
    told = engine_works([row])
    whole = find(
        told, by.pack, today=today, zones=by.zones, windows=by.windows, calendar=by.calendar
    )
    days = sum(f.overlap_days for f in whole if (f.rule or "").startswith("season."))
    assert season_days(row) == days
    assert (days > 0) == (begins + lasts > 365)


def test_a_work_of_six_years_stands_in_twice_the_seasons_of_one_of_three(city: City) -> None:
    short = recorded(city, "water", lasts=3 * 365)
    long = recorded(city, "gas", lasts=6 * 365)
    assert season_days(long) > 1.7 * season_days(short)


def test_the_lead_of_a_season_is_the_packs(city: City) -> None:
    by = law(timezone.localdate())
    (work,) = engine_works([recorded(city, "water")])
    season = by.windows[-1]

    def reaches(days_before: int) -> bool:
        ends = season.begins - timedelta(days=days_before)
        told = replace(work, begins=ends - timedelta(days=1), ends=ends)
        return season in seasons_of([told], by)

    lead = by.season_lead.days
    assert lead > 0
    assert (reaches(lead), reaches(lead + 1)) == (True, False)
    assert seasons_of([replace(work, begins=None)], by) == []


def test_looking_up_seasons_for_some_works_finds_the_same_about_them(city: City) -> None:
    near = recorded(city, "water", lasts=900)
    recorded(city, "gas", begins=400)
    by, today = law(timezone.localdate()), timezone.localdate()
    rows, about = list(Work.objects.all()), {near.public_id}

    def told(found: list[object]) -> set[str]:
        return {repr(f) for f in found if about & {getattr(f, "a", None), getattr(f, "b", None)}}

    assert told(list(judged(rows, by, today, about))) == told(list(judged(rows, by, today)))


def test_a_new_finding_is_one_change(city: City) -> None:
    recorded(city, "water")
    recorded(city, "gas")
    told = Change.objects.filter(table="register_finding").values_list("operation", flat=True)
    assert Finding.objects.count() == 1
    assert list(told) == ["insert"]


def queries_of_an_edit(city: City, work: Work, to: LineString) -> int:
    row = Work.objects.get(pk=work.pk)
    by, values = city.acting("gas"), trench(city, geometry=to, begins=12)
    with CaptureQueriesContext(connection) as caught:
        edit_work(by=by, work=row.public_id, version=row.version, values=values)
    return len(caught)


def test_an_edit_costs_the_same_queries_among_few_works_and_among_many(city: City) -> None:
    gas = recorded(city, "gas")
    here, there = [LineString([(x, 36.29), (x + 0.002, 36.29)]) for x in (59.60, 59.61)]
    recorded(city, "water")
    away = queries_of_an_edit(city, gas, there)
    back = queries_of_an_edit(city, gas, here)
    upload_works(
        by=city.acting("water"),
        agency=city.agencies["water"],
        file=FILE,
        told=[trench(city, ref=f"w-{number}") for number in range(30)],
    )
    assert Finding.objects.filter(kind="collision", state="open").count() == 31
    assert queries_of_an_edit(city, gas, there) <= away
    assert queries_of_an_edit(city, gas, here) <= back
    assert max(away, back) <= 26


def test_an_upload_costs_a_constant_number_of_queries_for_judging(city: City) -> None:
    def findings_written(prefix: str, count: int) -> int:
        told = [
            trench(city, ref=f"{prefix}-{number}", begins=10 + number) for number in range(count)
        ]
        with CaptureQueriesContext(connection) as caught:
            upload_works(
                by=city.acting("water"), agency=city.agencies["water"], file=FILE, told=told
            )
        return sum("register_finding" in query["sql"] for query in caught.captured_queries)

    recorded(city, "gas")
    findings_written("a", 2)
    assert findings_written("b", 30) <= findings_written("c", 2) + 1


def test_many_works_are_judged_in_parts_as_few_are_at_once(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hamgam.register.parts.NAMED_AT_ONCE", 2)
    recorded(city, "gas")
    told = [trench(city, ref=f"w-{number}", begins=10 + number) for number in range(5)]
    by, agency = city.acting("water"), city.agencies["water"]
    upload_works(by=by, agency=agency, file=FILE, told=told)
    standing = Finding.objects.filter(state="open").count()
    assert standing >= len(told)
    seen = difference(agency, [*told[1:], trench(city, ref="w-9")], timezone.localdate())
    assert (seen.fresh, seen.same, [row.ref for row in seen.missing]) == (1, 4, ["w-0"])
    later = [replace(values, title="نوسازی دوم") for values in told]
    _, tally = upload_works(by=by, agency=agency, file=FILE, told=later)
    assert tally.edited == len(told)
    sweep(timezone.localdate())
    assert Finding.objects.filter(state="open").count() == Finding.objects.count() == standing


def test_seasons_are_dated_as_far_as_people_plan() -> None:
    by = law(timezone.localdate())
    ahead = max(window.ends for window in by.windows) - timezone.localdate()
    assert ahead > timedelta(days=11 * 365)


def test_an_upload_that_tells_of_one_work_twice_keeps_the_last_and_the_version(city: City) -> None:
    told = [trench(city, ref="w-1"), trench(city, ref="w-2"), trench(city, ref="w-1", title="باز")]
    _, tally = upload_works(
        by=city.acting("water"), agency=city.agencies["water"], file=FILE, told=told
    )
    assert (tally.recorded, tally.edited) == (2, 1)
    row = Work.objects.get(ref="w-1")
    assert (row.title, row.version, row.versions.count()) == ("باز", 2, 1)


def test_works_of_an_upload_without_a_reference_are_works_each(city: City) -> None:
    _, tally = upload_works(
        by=city.acting("water"),
        agency=city.agencies["water"],
        file=FILE,
        told=[trench(city), trench(city)],
    )
    assert (tally.recorded, Work.objects.count()) == (2, 2)
