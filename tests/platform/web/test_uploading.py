"""A file on its way: columns said and kept, rows placed, the workbook back, what would change."""

from __future__ import annotations

import io
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

from hamgam.kit.words import Language, sentences
from hamgam.register.models import KnownHeading, Upload, Work
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
    for key, _ in PATTERNS:
        for language in Language:
            assert f"uploads.{key}" in sentences(language)
