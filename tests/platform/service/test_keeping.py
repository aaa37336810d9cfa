"""Words to reporters go by the house's channels; what they wrote is kept no longer than told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from shapely.geometry import Point
from tests.platform.conftest import City

from hamgam.agencies.acting import NOBODY
from hamgam.agencies.channels import Undelivered
from hamgam.service import jobs, queries
from hamgam.service.actions.answering import decline_report, publish_report
from hamgam.service.actions.reporting import Told, report_problem
from hamgam.service.models import CitizenReport, News
from hamgam.service.settings_of_city import serving

pytestmark = pytest.mark.django_db
SPOT = Point(59.61, 36.29)


def test_a_short_message_waits_for_a_gateway_and_then_goes_once(
    city: City, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HAMGAM_SMS_URL = ""
    row, secret = report_problem(
        by=NOBODY, told=Told(kind="litter", spot=SPOT, phone="+989151234567", text="راز")
    )
    assert jobs.send_news.func() == 0
    settings.HAMGAM_SMS_URL = "http://sms.invalid"
    sent: list[tuple[str, str, str]] = []

    def take(message: Any, where: str) -> None:
        sent.append((message.key, where, message.text))

    monkeypatch.setattr(jobs, "send", take)
    assert [jobs.send_news.func(), jobs.send_news.func()] == [1, 0]
    [(key, where, text)] = sent
    assert where == "+989151234567"
    assert row.public_id in text
    assert "راز" not in text + key
    assert secret not in text + key


def test_a_refusal_for_good_is_not_tried_again(
    city: City, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HAMGAM_SMS_URL = "http://sms.invalid"
    report_problem(by=NOBODY, told=Told(kind="litter", spot=SPOT, phone="+989151234567"))

    def refuse(message: Any, where: str) -> None:
        raise Undelivered("HTTP 400", is_final=True)

    monkeypatch.setattr(jobs, "send", refuse)
    assert [jobs.send_news.func(), jobs.send_news.func()] == [1, 0]
    assert News.objects.get().fault == "HTTP 400"


def test_words_without_a_contact_are_erased_once_closed_long_enough(city: City) -> None:
    days = serving().keep_contact_days + 1
    old = timezone.now() - timedelta(days=days)
    told = Told(kind="litter", spot=SPOT, text="نوشته", received=old)
    (closed, _), (still, _) = (report_problem(by=NOBODY, told=told) for _ in range(2))
    decline_report(by=city.acting(closed.agency.key), report=closed.public_id, words="نشد")
    assert [jobs.forget_reporters.func(), jobs.forget_reporters.func()] == [1, 0]
    texts = dict(CitizenReport.objects.values_list("public_id", "text"))
    assert texts == {closed.public_id: "", still.public_id: "نوشته"}


def test_what_waits_to_be_published_is_found_by_its_owner_alone(city: City) -> None:
    row, _ = report_problem(by=NOBODY, told=Told(kind="litter", spot=SPOT, text="نوشته"))
    by = city.acting(row.agency.key)
    assert list(queries.unpublished(queries.reports_of(by))) == [row]
    other = next(key for key in ("gas", "water") if key != row.agency.key)
    assert not queries.unpublished(queries.reports_of(city.acting(other)))
    publish_report(by=by, report=row.public_id, words="بی‌نام", photo=False)
    assert not queries.unpublished(queries.reports_of(by))


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_anybody_reads_what_is_kept(city: City, language: str) -> None:
    page = Client().get(reverse("report_privacy"), {"lang": language})
    assert page.status_code == 200
    assert "service.privacy" not in page.content.decode()
