"""A file on its way: columns said and kept, rows placed, the workbook back, what would change."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.web.test_pages import client_of, digs, street

from hamgam.engine.calendars.seasons import Closure
from hamgam.kit.words import Language, sentences
from hamgam.register.mapping.year import month_of
from hamgam.register.models import KnownHeading, Upload, Work
from hamgam.register.ribbon import city_seasons
from hamgam.register.uploading.faults import PATTERNS, in_words

PLACE = "LINESTRING (59.60 36.29, 59.602 36.29)"
HEAD = "کد,شرح کار,آغاز عملیات,پایان عملیات,توضیح,WKT\n"
ROWS = f'A1,لولهٔ یک,1405/10/01,1405/10/20,=1+1,"{PLACE}"\nA2,لولهٔ دو,1405/13/01,1405/10/20,ب,\n'


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


def sent(client: Client, text: str = HEAD + ROWS) -> str:
    """The address of the preview of a file that was sent."""
    file = SimpleUploadedFile("fehrest.csv", text.encode(), content_type="text/csv")
    return client.post(reverse("uploads"), {"file": file}).headers["Location"]


def taken(client: Client, at: str) -> dict[str, str]:
    return {column.name: column.field for column in client.get(at).context["columns"]}


@pytest.mark.django_db
def test_columns_are_guessed_shown_with_samples_and_changed(city: City) -> None:
    client = client_of(city, "water")
    at = sent(client)
    page = client.get(at)
    columns = page.context["columns"]
    assert [column.samples for column in columns][:2] == [["A1", "A2"], ["لولهٔ یک", "لولهٔ دو"]]
    assert taken(client, at)["توضیح"] == ""
    names = [column.name for column in columns]
    asked = {f"c{n}": column.field for n, column in enumerate(columns)}
    asked[f"c{names.index('توضیح')}"] = "title"
    asked[f"c{names.index('شرح کار')}"] = ""
    assert client.post(f"{at}/columns", asked).status_code == 302
    assert taken(client, at)["توضیح"] == "title"
    assert taken(client, at)["شرح کار"] == ""
    assert [work.title for work in client.get(at).context["intake"].works] == ["=1+1", "ب"]
    assert not KnownHeading.objects.exists(), "nothing is kept before it is confirmed"


@pytest.mark.django_db
def test_what_was_said_is_kept_for_the_agencys_next_file(city: City) -> None:
    client = client_of(city, "water")
    at = sent(client)
    columns = client.get(at).context["columns"]
    note = [column.name for column in columns].index("توضیح")
    client.post(f"{at}/columns", {f"c{note}": "street"})
    client.post(at)
    assert KnownHeading.objects.get().fields == {"street": "توضیح"}
    again = sent(client, HEAD + ROWS.replace("A1", "B1"))
    assert taken(client, again)["توضیح"] == "street"
    other = client_of(city, "gas")
    assert taken(other, sent(other))["توضیح"] == "", "another agency's words are its own"


@pytest.mark.django_db
def test_a_row_without_a_place_is_put_on_a_street_or_at_a_point(city: City) -> None:
    street()
    client = client_of(city, "water")
    at = sent(client)
    assert [work.ref for work, _ in client.get(at).context["tray"]] == ["A2"]
    nowhere = client.post(f"{at}/place", {"row": "A2", "street": "no-such"}, follow=True)
    assert nowhere.context["tray"]
    placed = client.post(f"{at}/place", {"row": "A2", "street": "main_street"}, follow=True)
    assert placed.context["tray"] == []
    client.post(f"{at}/place", {"row": "A2", "x": "360", "y": "200"})
    assert not Work.objects.exists(), "nothing is recorded before it is confirmed"
    client.post(at)
    row = Work.objects.get(ref="A2")
    assert row.shape is not None
    assert row.shape.geom_type == "Point"
    assert row.certainty == "drawn"
    again = client.get(sent(client))
    assert again.context["tray"] == [], "what was put on the map stays there"
    assert (again.context["difference"].same, again.context["faults_count"]) == (2, 1)
    middle = LineString([(59.60, 36.29), (59.61, 36.29)]).centroid
    assert row.shape.distance(middle) < 1e-4, "the middle of the sheet is the middle of the city"


@pytest.mark.django_db
def test_the_workbook_comes_back_with_a_red_column_and_no_formula(city: City) -> None:
    client = client_of(city, "water")
    answer = client.get(f"{sent(client)}/workbook")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, first, second = book.get_sheet_by_index(0).to_python()
    assert head[-1] == "خطا"
    assert first[4] == "=1+1"
    assert first[-1] == ""
    assert "در تقویم نیست" in str(second[-1])
    again = sent(client, HEAD + ROWS)
    assert client.get(again).status_code == 200


@pytest.mark.django_db
def test_repeating_an_upload_says_what_would_change(city: City) -> None:
    client = client_of(city, "water")
    client.post(sent(client))
    same = client.get(sent(client)).context["difference"]
    assert (same.fresh, len(same.changed), same.same) == (0, 0, 2)
    later = ROWS.replace("1405/10/20,=1+1", "1405/10/25,=1+1").replace("A2,", "A3,")
    told = client.get(sent(client, HEAD + later))
    found = told.context["difference"]
    assert (found.fresh, len(found.changed), found.same) == (1, 1, 0)
    ((name, before, after),) = told.context["changed"][0].changes
    assert (name, before, after) == ("تاریخ پایان", "۲۰ دی ۱۴۰۵", "۲۵ دی ۱۴۰۵")
    assert [row.ref for row in found.missing] == ["A2"]


@pytest.mark.django_db
def test_a_file_is_given_up_and_another_persons_is_not_touched(city: City) -> None:
    client, other = client_of(city, "water"), client_of(city, "gas")
    at = sent(client)
    for part in ("columns", "place", "give-up"):
        assert other.post(f"{at}/{part}").status_code == 404
    assert other.get(f"{at}/workbook").status_code == 404
    client.post(f"{at}/give-up")
    assert client.get(at).status_code == 404
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_preview_costs_the_same_however_many_overlaps_it_foresees(city: City) -> None:
    client, counts = client_of(city, "water"), []
    digs(city, 0, "gas")
    client.get(sent(client))
    for first in (1, 6):
        for number in range(first, first + 5):
            digs(city, number, "gas")
        at = sent(client)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(at)
        assert page.context["foreseen_count"] >= first
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_known_fault_is_said_in_every_language() -> None:
    told = in_words("there is no day 1405-13-01", Language.FA)
    assert "۱۴۰۵" not in told
    assert "1405-13-01" in told
    assert "در تقویم نیست" in told
    assert in_words("something new", Language.FA) == "something new"
    late = in_words("it ends before it begins (2026-12-26)", Language.FA)
    assert "۵ دی ۱۴۰۵" in late
    assert "2026-99-99" in in_words("it ends before it begins (2026-99-99)", Language.FA)
    for key, _ in PATTERNS:
        for language in Language:
            assert f"uploads.{key}" in sentences(language)


@pytest.mark.django_db
def test_a_column_of_contractors_makes_no_row_foreign(city: City) -> None:
    client = client_of(city, "water")
    head, row = "کد,شرح کار,آغاز عملیات,پایان عملیات,پیمانکار\n", "A1,لوله,1405/10/01,1405/10/20,"
    told = client.get(sent(client, f"{head}{row}آبراه\n"))
    assert [work.ref for work in told.context["intake"].works] == ["A1"]
    gas = client.get(sent(client, f"{head}{row}شرکت گاز\n"))
    assert (gas.context["intake"].works, gas.context["intake"].foreign) == ([], 1)


@pytest.mark.django_db
def test_a_list_without_ids_changes_only_what_changed_when_it_comes_again(city: City) -> None:
    client = client_of(city, "water")
    head, rows = "شرح کار,آغاز عملیات,پایان عملیات,خیابان\n", ["لوله,1405/10/01,1405/10/20,الف"] * 2
    rows.append("شیر,1405/11/01,1405/11/20,ب")
    client.post(sent(client, head + "\n".join(rows)))
    assert Work.objects.count() == 3, "two rows that say the same are two works"
    rows[2] = rows[2].replace("1405/11/20", "1405/11/25")
    found = client.get(sent(client, head + "\n".join(rows))).context["difference"]
    assert (found.fresh, len(found.changed), found.same, len(found.missing)) == (0, 1, 2, 0)


@pytest.mark.django_db
def test_a_files_season_stands_in_months_with_its_overlaps_and_the_seasons(city: City) -> None:
    client = client_of(city, "water")
    digs(city, 0, "gas")
    head = "کد,شرح کار,آغاز عملیات,پایان عملیات,خیابان,WKT\n"
    gas = Work.objects.get()
    assert gas.begins is not None
    windows = [w for w in city_seasons(city.today) if w.begins > city.today]
    ban = next(w for w in windows if w.closure is Closure.CLOSED)
    far = city.today + timedelta(days=800)
    spans = [(gas.begins, gas.ends), (ban.begins, ban.ends), (far, far)]
    rows = [f'A{n},لوله,{one},{other},,"{PLACE}"' for n, (one, other) in enumerate(spans)]
    page = client.get(sent(client, head + "\n".join(rows)))
    told = page.context["months"]
    assert (len(told.months), told.beyond) == (12, 1), "a year at most"
    assert {len(week) for month in told.months for week in month.weeks} == {7}
    days = [day for month in told.months for week in month.weeks for day in week if day]
    first, *_ = month_of(min(gas.begins, ban.begins), Language.FA)
    shared, banned = ((day - first).days for day in (gas.begins, ban.ends))
    assert days[shared].meets, "the days shared with the gas company's work are marked"
    assert days[banned].is_ban
    assert days[banned].meets, "and those in a season without digging"
    assert not any(day.meets for day in days if not day.works)
    assert ban.names["fa"] in page.content.decode()
