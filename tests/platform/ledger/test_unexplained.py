"""What is written round the deeds is listed, also when its job recorded facts at other times."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.platform.conftest import City

from hamgam.ledger import chain
from hamgam.ledger.facts import record_fact
from hamgam.ledger.signing import CITY, Signature, signed
from hamgam.register.actions.works import record_work, withdraw_work
from hamgam.register.models import Work
from hamgam.register.values import WorkValues

pytestmark = pytest.mark.django_db
NIGHTLY = Signature(actor="job:nightly", agency=CITY)


def by_hand(signature: Signature, row: Work, title: str) -> None:
    with signed(signature), connection.cursor() as cursor:
        cursor.execute("UPDATE register_work SET title = %s WHERE id = %s", [title, row.pk])


def work(city: City) -> Work:
    values = WorkValues(title="کار")
    return record_work(by=city.acting("water"), agency=city.agencies["water"], values=values)


def listed() -> list[tuple[str, str, str]]:
    return [(c.actor, c.table, c.operation) for c in chain.unexplained() if "work" in c.table]


def test_deeds_with_their_follow_ups_are_explained(city: City) -> None:
    row = work(city)
    withdraw_work(by=city.acting("water"), work=row.public_id, version=1, reason="x")
    assert listed() == []


def test_a_change_by_hand_is_listed_though_its_job_recorded_facts_before(city: City) -> None:
    row = work(city)
    with signed(NIGHTLY):
        record_fact("inbox_item_finished", subject="i-1")
    work(city)
    with signed(Signature(actor="job:other", agency=CITY)):
        record_fact("inbox_item_finished", subject="i-2")
    by_hand(NIGHTLY, row, "دست‌کاری")
    assert listed() == [("job:nightly", "register_work", "update")]


def test_a_change_by_hand_under_a_persons_name_and_a_new_request_is_listed(city: City) -> None:
    row = work(city)
    person = city.acting("water").actor
    by_hand(Signature(actor=person, agency="water", request="r-hand"), row, "دست‌کاری")
    assert listed() == [(person, "register_work", "update")]


def test_a_change_in_another_agencys_chain_is_not_explained_by_the_request(city: City) -> None:
    row = work(city)
    acting = city.acting("water")
    by_hand(Signature(actor=acting.actor, agency="gas", request=acting.request), row, "x")
    assert listed() == [(acting.actor, "register_work", "update")]
