"""The outbox against gateways that speak on the loopback, and its digests against a calendar."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from tests.platform.conftest import TESTER, City

from hamgam.agencies.actions.inbox import queue_notice
from hamgam.agencies.actions.notices import Choice, choose_notices, plain_number
from hamgam.agencies.models import Message, Notice
from hamgam.agencies.outbox import MOST_ATTEMPTS, deliver, gather, is_hour, wait_after
from hamgam.agencies.vocabulary import Rhythm
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed

pytestmark = pytest.mark.django_db


class Gateway:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.asked: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.elsewhere = ""
        gateway = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(
                    self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}"
                )
                gateway.asked.append((self.path, body, dict(self.headers)))
                status, told = gateway.answers.pop(0) if gateway.answers else (200, {"ok": True})
                raw = json.dumps(told).encode()
                self.send_response(status)
                if gateway.elsewhere:
                    self.send_header("Location", gateway.elsewhere)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_GET(self) -> None:
                self.do_POST()

            def log_request(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with override_settings(
        HAMGAM_SMS_URL=f"{made.address}/send",
        HAMGAM_SMS_TOKEN="sms-token",
        HAMGAM_BALE_URL=made.address,
        HAMGAM_BALE_TOKEN="12:bale",
    ):
        yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def choose(city: City, **told: Any) -> None:
    choose_notices(by=city.acting("water"), choice=Choice(**told))


def told(city: City, number: str = "۱۴۰۵-۱") -> Notice:
    with signed(TESTER):
        about = {"number": number, "work": "h-1"}
        return queue_notice(city.person("water"), kind="case_mention", about=about)


def test_sms_and_bale_each_get_the_message_once(city: City, gateway: Gateway) -> None:
    choose(city, by_email=False, by_sms=True, mobile="09150000000", by_bale=True, bale_chat="77")
    notice, now = told(city), timezone.now()
    assert gather(now) == 2
    assert gather(now) == 0
    assert deliver(now) == 2
    assert deliver(now + timedelta(days=1)) == 0
    (sms_path, sms, head), (bale_path, bale, _) = gateway.asked
    assert (sms_path, sms["to"]) == ("/send", "09150000000")
    assert head["Authorization"] == "Bearer sms-token"
    assert head["Idempotency-Key"] == sms["reference"] == Message.objects.get(channel="sms").key
    assert (bale_path, bale["chat_id"]) == ("/bot12:bale/sendMessage", "77")
    assert "۱۴۰۵-۱" in bale["text"]
    notice.refresh_from_db()
    assert notice.sent is not None


def test_a_gateway_that_falls_is_asked_again_later_with_the_same_key(
    city: City, gateway: Gateway
) -> None:
    choose(city, by_email=False, by_sms=True, mobile="09150000000")
    told(city)
    gateway.answers = [(503, {}), (429, {"parameters": {"retry_after": 600}})]
    now = timezone.now()
    gather(now)
    assert deliver(now) == 1
    assert deliver(now + timedelta(seconds=30)) == 0
    assert deliver(now + wait_after(1)) == 1
    assert deliver(now + timedelta(minutes=9)) == 0
    assert deliver(now + timedelta(minutes=12)) == 1
    keys = {head["Idempotency-Key"] for _, _, head in gateway.asked}
    assert (len(gateway.asked), len(keys)) == (3, 1)
    assert Message.objects.get().sent is not None


def test_a_refusal_is_final_and_tells_no_token(city: City, gateway: Gateway) -> None:
    choose(city, by_email=False, by_bale=True, bale_chat="@nobody")
    told(city)
    gateway.answers = [(403, {"ok": False, "description": "blocked"})]
    now = timezone.now()
    gather(now)
    deliver(now)
    row = Message.objects.get()
    assert (row.sent, row.attempts, row.fault) == (None, MOST_ATTEMPTS, "HTTP 403")
    assert deliver(now + timedelta(days=9)) == 0


def test_a_gateway_that_sends_elsewhere_took_nothing_and_learns_no_more(
    city: City, gateway: Gateway
) -> None:
    choose(city, by_email=False, by_sms=True, mobile="09150000000")
    told(city)
    gateway.answers, gateway.elsewhere = [(302, {})], f"{gateway.address}/elsewhere"
    now = timezone.now()
    gather(now)
    deliver(now)
    row = Message.objects.get()
    assert [path for path, _, _ in gateway.asked] == ["/send"]
    assert (row.sent, row.fault) == (None, "HTTP 302")


@override_settings(HAMGAM_SMS_URL="http://127.0.0.1:9/send", HAMGAM_SMS_TOKEN="sms-token")
def test_no_answer_at_all_is_kept_as_a_fault(city: City) -> None:
    choose(city, by_email=False, by_sms=True, mobile="09150000000")
    told(city)
    now = timezone.now()
    gather(now)
    deliver(now)
    row = Message.objects.get()
    assert (row.sent, row.attempts) == (None, 1)
    assert "sms-token" not in row.fault


def test_a_digest_waits_for_its_hour_and_holds_everything(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = city.person("water")
    with signed(TESTER):
        person.email = "water@example.ir"
        person.save(update_fields=["email"])
    choose(city, rhythm=Rhythm.DAILY)
    told(city, "۱")
    told(city, "۲")
    monkeypatch.setattr("hamgam.agencies.outbox._is_hour", lambda choice, now: False)
    now = timezone.now()
    assert gather(now) == 0
    monkeypatch.setattr("hamgam.agencies.outbox._is_hour", lambda choice, now: True)
    assert (gather(now), gather(now), deliver(now)) == (1, 0, 1)
    (message,) = mail.outbox
    assert "۲ خبر امروز" in message.subject
    assert message.body.count("•") == 2
    assert not Notice.objects.filter(sent__isnull=True).exists()


def test_digests_come_in_working_hours_of_working_days() -> None:
    calendar = WorkCalendar(holidays=frozenset({date(2026, 11, 28)}))  # a Saturday
    monday, friday, sunday = (
        datetime.fromisoformat(f"2026-11-{day}T08:00") for day in (23, 27, 29)
    )
    assert is_hour(calendar, Rhythm.DAILY, monday, None)
    assert not is_hour(calendar, Rhythm.DAILY, monday, monday.date())
    assert not is_hour(calendar, Rhythm.DAILY, monday.replace(hour=7), None)
    assert not is_hour(calendar, Rhythm.DAILY, monday.replace(hour=20), None)
    assert not is_hour(calendar, Rhythm.DAILY, friday, None)
    assert not is_hour(calendar, Rhythm.WEEKLY, monday, None)
    assert is_hour(calendar, Rhythm.WEEKLY, sunday, None)


def test_a_channel_needs_an_address(city: City) -> None:
    for wrong in (
        {"by_sms": True},
        {"by_sms": True, "mobile": "شماره"},
        {"by_bale": True, "bale_chat": "a b"},
    ):
        with pytest.raises(Refused, match="validation"):
            choose(city, **wrong)
    assert plain_number("۰۹۱۵ ۰۰۰-۰۰۰۰") == "09150000000"
