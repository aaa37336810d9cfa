"""A large file: read by a job, laid by a job, told step by step, ended with nothing half-saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.platform.conftest import City
from tests.platform.web.test_pages import client_of, digs, street
from tests.platform.web.test_uploading import HEAD, ROWS

from hamgam.register import jobs
from hamgam.register.actions import uploads as deeds
from hamgam.register.intake import kept_file
from hamgam.register.models import KnownHeading, Upload, Work
from hamgam.register.solves.running import closing
from hamgam.register.uploading import course, outlook

DEAD = {"status": "FAILED"}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    monkeypatch.setattr(outlook, "LARGE_BYTES", 10)


def sent(client: Client, text: str = HEAD + ROWS) -> str:
    file = SimpleUploadedFile("fehrest.csv", text.encode(), content_type="text/csv")
    return client.post(reverse("uploads"), {"file": file}).headers["Location"]


def worked(*, closes: bool = False) -> str:
    """What the worker makes of the one job that waits."""
    row = DBTaskResult.objects.get(status="READY")
    task = jobs.read_upload if row.task_path.endswith("read_upload") else jobs.lay_upload
    row.status = "RUNNING"
    row.save()
    if closes:
        closing.set()
    try:
        return task.call(*row.args_kwargs["args"])
    finally:
        closing.clear()
        DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")


def read(client: Client, text: str = HEAD + ROWS) -> str:
    """The address of a large file that was read."""
    at = sent(client, text)
    client.get(at, follow=True)
    assert worked() == "done"
    return at


@pytest.mark.django_db
def test_a_large_file_is_read_and_laid_by_jobs(city: City) -> None:
    client = client_of(city, "water")
    digs(city, 0, "gas")
    at = sent(client)
    page = client.get(at, follow=True)
    assert page.context["course"].stage is course.Stage.WAITS
    assert 'http-equiv="refresh"' in page.content.decode(), "it is followed without script too"
    assert client.post(f"{at}/place", {"row": "A2"}).status_code == 409
    assert "fehrest.csv" in client.get(reverse("uploads")).content.decode()
    assert worked() == "done"
    seen = client.get(at)
    assert [work.ref for work in seen.context["intake"].works] == ["A1", "A2"]
    assert seen.context["foreseen_count"] > 0
    client.post(at)
    assert client.get(at).context["course"].is_laying
    assert not Work.objects.filter(ref="A1").exists()
    assert worked() == "done"
    assert client.get(at, headers={"X-Hamgam-Looks": "1"}).status_code == 204, "asked by the script"
    answer = client.get(at, follow=True)
    assert "۲ کار تازه" in answer.content.decode()
    assert Upload.objects.get(file_name="fehrest.csv").rows == 2
    assert client.get(at).status_code == 404, "it is told once"


@pytest.mark.django_db
def test_columns_are_settled_by_reading_again_and_places_at_once(city: City) -> None:
    street()
    client = client_of(city, "water")
    at = read(client)
    names = [column.name for column in client.get(at).context["columns"]]
    client.post(f"{at}/columns", {f"c{names.index('توضیح')}": "street"})
    assert worked() == "done"
    placed = client.post(f"{at}/place", {"row": "A2", "street": "main_street"}, follow=True)
    assert placed.context["tray"] == []
    assert not DBTaskResult.objects.filter(status="READY").exists(), "one row is no job"
    client.post(at)
    assert worked() == "done"
    assert Work.objects.get(ref="A2").certainty == "street_only"
    assert KnownHeading.objects.get().fields == {"street": "توضیح"}


@pytest.mark.django_db
def test_laying_is_stopped_with_nothing_half_saved(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(city, "water")
    at = read(client)
    client.post(at)
    monkeypatch.setattr(deeds, "TOGETHER", 1)
    folder = kept_file(at.rpartition("/")[2]).parent
    heard: list[int] = []
    tells = course.Teller.tell

    def stops(self: course.Teller, done: int, total: int) -> None:
        heard.append(Work.objects.count())
        if done == 1:
            assert client.post(f"{at}/give-up").status_code == 302
        tells(self, done, total)

    monkeypatch.setattr(course.Teller, "tell", stops)
    assert worked() == "stopped"
    assert heard == [0, 1], "one row stood when the person said stop"
    assert not Work.objects.exists()
    assert not Upload.objects.exists()
    assert len(client.get(at).context["intake"].works) == 2, "the preview stands as before"
    assert not course.is_asked_to_stop(folder)


@pytest.mark.django_db
def test_a_file_given_up_while_it_waits_leaves_its_job_nothing(city: City) -> None:
    client = client_of(city, "water")
    at = sent(client)
    client.get(at)
    client.post(f"{at}/give-up")
    assert client.get(at).status_code == 404
    assert worked() == "gone"


@pytest.mark.django_db
def test_a_closing_house_hands_the_job_on_and_a_second_worker_lays_nothing_twice(
    city: City,
) -> None:
    client = client_of(city, "water")
    at = read(client)
    client.post(at)
    assert worked(closes=True) == "handed on"
    assert not Work.objects.exists()
    token = at.rpartition("/")[2]
    kept = {file.name: file.read_bytes() for file in kept_file(token).parent.iterdir()}
    args = DBTaskResult.objects.get(status="READY").args_kwargs["args"]
    assert worked() == "done"
    folder = Path(settings.MEDIA_ROOT) / "waiting" / token
    folder.mkdir()
    for name, content in kept.items():  # as if its worker had died right after the commit
        (folder / name).write_bytes(content)
    assert jobs.lay_upload.call(*args) == "done"
    assert Upload.objects.count() == 1
    assert Work.objects.count() == 2


@pytest.mark.django_db
def test_a_job_that_was_given_up_says_so_and_begins_again(city: City) -> None:
    client = client_of(city, "water")
    at = sent(client)
    client.get(at)
    DBTaskResult.objects.update(**DEAD)
    told = client.get(at)
    assert told.context["course"].fault == "lost"
    client.post(at)
    client.get(at)
    assert worked() == "done"
    assert client.get(at).context["intake"].works


@pytest.mark.django_db
def test_a_reading_that_fails_is_told_and_logged(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(city, "water")
    at = sent(client)
    client.get(at)

    def breaks(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("hamgam.register.uploading.large.take_in", breaks)
    with pytest.raises(OSError, match="full"):
        worked()
    assert client.get(at).context["course"].fault == "failed"


@pytest.mark.django_db
def test_what_an_older_hamgam_kept_is_read_anew(city: City) -> None:
    client = client_of(city, "water")
    at = read(client)
    (kept_file(at.rpartition("/")[2]).parent / outlook.KEPT).write_bytes(b"\x80\x05older.")
    assert client.get(at).status_code == 302
    assert worked() == "done"
    assert client.get(at).status_code == 200
