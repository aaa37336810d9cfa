from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from shapely.geometry import LineString, Polygon, box
from tests.platform.conftest import City

from hamgam.agencies.models import InboxItem, Notice
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage
from hamgam.kit.refusals import Refused
from hamgam.ledger import chain
from hamgam.ledger.models import Fact
from hamgam.register import queries
from hamgam.register.actions.duplicates import merge_works, propose_duplicate
from hamgam.register.actions.findings import dismiss_finding
from hamgam.register.actions.promises import StakeValues, record_stake
from hamgam.register.actions.uploads import File, undo_upload, upload_works
from hamgam.register.actions.watches import watch_area
from hamgam.register.actions.windows import Days, set_window
from hamgam.register.actions.works import edit_work, record_work, withdraw_work
from hamgam.register.judging import sweep
from hamgam.register.models import Finding, Work
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import FindingState, StakeKind, WindowKind

STREET = LineString([(59.60, 36.29), (59.602, 36.29)])
FILE = File(name="season.xlsx", digest="0" * 64)


def trench(city: City, *, begins: int = 10, lasts: int = 20, **told: object) -> WorkValues:
    first = city.today + timedelta(days=begins)
    values = WorkValues(
        title="نوسازی لوله",
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=STREET,
        begins=first,
        ends=first + timedelta(days=lasts),
        street="خیابان امام رضا",
    )
    return replace(values, **told)  # type: ignore[arg-type]


def recorded(city: City, agency: str, **told: object) -> Work:
    return record_work(
        by=city.acting(agency),
        agency=city.agencies[agency],
        values=trench(city, **told),  # type: ignore[arg-type]
    )


def test_two_agencies_in_one_street_collide_at_once(city: City) -> None:
    water, gas = recorded(city, "water"), recorded(city, "gas")
    found = queries.findings_visible_to(city.acting("municipality")).filter(kind="collision")
    assert {(f.a.public_id, f.b.public_id if f.b else "") for f in found} == {
        tuple(sorted((water.public_id, gas.public_id)))
    }
    fact = Fact.objects.get(subject=gas.public_id)
    assert (fact.name, fact.actor) == ("work_recorded", city.acting("gas").actor)
    assert all(walk.fault is None for walk in chain.walk_all())


def test_a_finding_lapses_when_a_side_moves_away_and_returns_with_it(city: City) -> None:
    recorded(city, "water")
    gas = recorded(city, "gas")
    assert Finding.objects.filter(kind="collision", state="open").count() == 1
    away = trench(city, geometry=LineString([(59.7, 36.4), (59.71, 36.4)]))
    moved = edit_work(by=city.acting("gas"), work=gas.public_id, version=1, values=away)
    assert not Finding.objects.filter(kind="collision", state="open").exists()
    edit_work(by=city.acting("gas"), work=gas.public_id, version=moved.version, values=trench(city))
    assert Finding.objects.filter(kind="collision", state="open").count() == 1


def test_an_edit_keeps_the_earlier_version(city: City) -> None:
    row = recorded(city, "water")
    edit_work(
        by=city.acting("water"),
        work=row.public_id,
        version=1,
        values=trench(city, title="نوسازی شیر"),
    )
    (earlier,) = queries.versions_visible_to(city.acting("water"))
    assert (earlier.number, earlier.values["title"]) == (1, "نوسازی لوله")
    assert Work.objects.get(pk=row.pk).version == 2


def test_an_edit_of_an_earlier_version_is_refused_with_both_numbers(city: City) -> None:
    row = recorded(city, "water")
    by = city.acting("water")
    edit_work(by=by, work=row.public_id, version=1, values=trench(city, title="الف"))
    with pytest.raises(Refused) as refusal:
        edit_work(by=by, work=row.public_id, version=1, values=trench(city, title="ب"))
    assert refusal.value.code == "stale"
    assert refusal.value.about == {"current_version": 2, "your_version": 1}


def test_nobody_edits_another_agencys_work(city: City) -> None:
    row = recorded(city, "water")
    with pytest.raises(Refused, match="forbidden"):
        withdraw_work(by=city.acting("gas"), work=row.public_id, version=1, reason="x")


def test_a_withdrawn_work_leaves_the_table_and_its_findings(city: City) -> None:
    recorded(city, "water")
    gas = recorded(city, "gas")
    withdraw_work(by=city.acting("gas"), work=gas.public_id, version=1, reason="لغو شد")
    assert not queries.standing_works(city.acting("water")).filter(pk=gas.pk).exists()
    assert queries.works_visible_to(city.acting("water")).get(pk=gas.pk).withdrawn
    assert not Finding.objects.filter(kind="collision", state="open").exists()


@pytest.mark.parametrize(
    ("sharing", "sees"),
    [
        (Sharing.PUBLIC, True),
        (Sharing.AGENCIES, True),
        (Sharing.PARTIES, False),
        (Sharing.OWN, False),
        (Sharing.RESTRICTED, False),
    ],
)
def test_sharing_decides_who_sees_a_work(city: City, sharing: Sharing, sees: bool) -> None:
    row = recorded(city, "water", sharing=sharing)
    other = queries.works_visible_to(city.acting("gas")).filter(pk=row.pk)
    own = queries.works_visible_to(city.acting("water")).filter(pk=row.pk)
    assert other.exists() == sees
    assert own.exists()


def test_a_restricted_work_casts_a_shadow_as_wide_as_its_street(city: City) -> None:
    row = recorded(city, "water", sharing=Sharing.RESTRICTED)
    (shadow,) = queries.shadows_for(city.acting("gas"))
    assert (shadow.street, shadow.begins, shadow.ends) == ("", row.begins, row.ends)
    assert queries.shadows_for(city.acting("water")) == []


def test_a_finding_about_a_hidden_work_is_hidden_too(city: City) -> None:
    recorded(city, "water", sharing=Sharing.RESTRICTED)
    recorded(city, "gas")
    assert Finding.objects.filter(kind="collision").exists()
    seen = queries.findings_visible_to(city.acting("gas")).filter(kind="collision")
    assert not seen.exists()


def test_a_dismissed_finding_returns_when_either_side_changes(city: City) -> None:
    water = recorded(city, "water")
    recorded(city, "gas")
    found = Finding.objects.get(kind="collision")
    dismiss_finding(by=city.acting("gas"), finding=found.identity, reason="دو سوی خیابان")
    recorded(city, "civil", geometry=LineString([(59.6, 36.3), (59.61, 36.3)]))
    sweep(city.today)
    found.refresh_from_db()
    assert found.state == FindingState.DISMISSED
    edit_work(
        by=city.acting("water"), work=water.public_id, version=1, values=trench(city, title="ب")
    )
    found.refresh_from_db()
    assert found.state == FindingState.OPEN


def test_an_upload_is_one_act_and_is_undone_as_one(city: City) -> None:
    by = city.acting("water")
    told = [trench(city, ref=f"A{n}", begins=n) for n in range(1, 6)]
    upload, tally = upload_works(by=by, agency=city.agencies["water"], file=FILE, told=told)
    assert (tally.recorded, tally.edited, tally.unchanged) == (5, 0, 0)
    undo_upload(by=by, upload=upload.public_id)
    assert not queries.standing_works(by).exists()
    assert Fact.objects.filter(name="upload_undone").count() == 1


def test_a_second_upload_changes_only_what_changed(city: City) -> None:
    by, agency = city.acting("water"), city.agencies["water"]
    told = [trench(city, ref=f"A{n}", begins=n) for n in range(1, 6)]
    upload_works(by=by, agency=agency, file=FILE, told=told)
    told[2] = replace(told[2], title="دیگر")
    _, tally = upload_works(by=by, agency=agency, file=FILE, told=told)
    assert (tally.recorded, tally.edited, tally.unchanged) == (0, 1, 4)


def test_an_upload_somebody_built_on_stays(city: City) -> None:
    by = city.acting("water")
    upload, _ = upload_works(
        by=by, agency=city.agencies["water"], file=FILE, told=[trench(city, ref="A1")]
    )
    row = Work.objects.get(ref="A1")
    edit_work(by=by, work=row.public_id, version=1, values=trench(city, ref="A1", title="ب"))
    with pytest.raises(Refused, match="state"):
        undo_upload(by=by, upload=upload.public_id)


def test_half_a_file_is_never_saved(city: City) -> None:
    bowtie = Polygon([(59.6, 36.2), (59.7, 36.3), (59.7, 36.2), (59.6, 36.3)])
    told = [trench(city, ref="A1"), trench(city, ref="A2", geometry=bowtie)]
    with pytest.raises(Refused) as refusal:
        upload_works(by=city.acting("water"), agency=city.agencies["water"], file=FILE, told=told)
    (fault,) = cast("list[dict[str, str]]", refusal.value.about["errors"])
    assert fault["pointer"] == "#/works/1/geometry"
    assert not Work.objects.exists()


def test_a_merged_record_leads_to_the_one_that_speaks(city: City) -> None:
    keep, drop = recorded(city, "water"), recorded(city, "gas")
    proposal = propose_duplicate(
        by=city.acting("water"), keep=keep.public_id, drop=drop.public_id, reason="یک کار است"
    )
    with pytest.raises(Refused, match="forbidden"):
        merge_works(by=city.acting("water"), proposal=proposal.public_id)
    merge_works(by=city.acting("gas"), proposal=proposal.public_id)
    drop.refresh_from_db()
    assert drop.merged_into == keep
    assert [w.pk for w in queries.standing_works(city.acting("civil"))] == [keep.pk]
    assert not Finding.objects.filter(kind="collision", state="open").exists()


def test_who_watches_an_area_is_told(city: City) -> None:
    watcher = city.acting("governorate")
    watch_area(by=watcher, title="حرم", area=box(59.59, 36.28, 59.61, 36.30))
    row = recorded(city, "water")
    recorded(city, "gas", sharing=Sharing.OWN)
    recorded(city, "civil", geometry=LineString([(59.7, 36.4), (59.71, 36.4)]))
    (notice,) = Notice.objects.filter(person=watcher.person)
    assert notice.about["work"] == row.public_id


def test_a_stake_brings_works_near_it_into_the_inbox(city: City) -> None:
    record_stake(
        by=city.acting("gas"),
        agency=city.agencies["gas"],
        values=StakeValues(kind=StakeKind.ASSET, title="خط ۱۶ اینچ", geometry=STREET, reach_m=30),
    )
    row = recorded(city, "water")
    recorded(city, "civil", geometry=LineString([(59.6, 36.2910), (59.602, 36.2910)]))
    (item,) = InboxItem.objects.filter(agency=city.agencies["gas"])
    assert item.subject == row.public_id


def test_agreed_days_go_before_stated_ones(city: City) -> None:
    water = recorded(city, "water")
    recorded(city, "gas")
    first = city.today + timedelta(days=400)
    set_window(
        by=city.acting("civil"),
        of=water,
        kind=WindowKind.AGREED,
        days=Days(begins=first, ends=first + timedelta(days=5)),
    )
    assert not Finding.objects.filter(kind="collision", state="open").exists()


def test_a_sweep_finds_what_the_follow_ups_found_and_leaves_no_change(city: City) -> None:
    for number in range(6):
        recorded(city, "water", begins=number)
        recorded(city, "gas", begins=number + 3)
    before = list(Finding.objects.order_by("identity").values())
    length = chain.walk("city").length
    assert sweep(city.today) == Finding.objects.exclude(state="lapsed").count()
    assert list(Finding.objects.order_by("identity").values()) == before
    assert chain.walk("city").length == length


def test_a_viewer_records_nothing(city: City) -> None:
    with pytest.raises(Refused, match="forbidden"):
        record_work(
            by=city.acting("water", Role.VIEWER),
            agency=city.agencies["water"],
            values=trench(city),
        )
