from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import lay

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.cooperation import (
    Ask,
    accept_offer,
    answer_cooperation,
    ask_cooperation,
    carry_request_up,
    fulfil_request,
    run_cooperation_clocks,
    withdraw_request,
)
from hamgam.coordination.actions.cooperation_rows import Terms
from hamgam.coordination.bridge import settling
from hamgam.coordination.models import Cooperation
from hamgam.coordination.queries.cooperation import cooperations_visible_to
from hamgam.coordination.vocabulary import CooperationKind
from hamgam.coordination.workflow.cooperation import (
    COOPERATION_ENDS,
    COOPERATION_MOVES,
    COOPERATION_OPEN,
    CooperationMove,
    CooperationState,
)
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def asked(city: City, about: str = "") -> Cooperation:
    """Water asks civil for two machines."""
    ask = Ask(
        kind=CooperationKind.MACHINE,
        asked=city.agencies["civil"],
        title="دو دستگاه بیل",
        about=about,
        terms=Terms(quantity="۲ دستگاه"),
    )
    return ask_cooperation(by=city.acting("water"), agency=city.agencies["water"], ask=ask)


def run_out(row: Cooperation) -> Cooperation:
    with signed(TESTER):
        Cooperation.objects.filter(pk=row.pk).update(due=timezone.now() - timedelta(minutes=1))
    assert run_cooperation_clocks(timezone.now()) == 1
    return Cooperation.objects.get(pk=row.pk)


@pytest.mark.django_db
def test_an_offer_is_taken_and_carried_out(city: City) -> None:
    work = lay(city, "water", Activity.EXCAVATION, 20, 5)
    row = asked(city, work.public_id)
    assert row.work == work
    last = city.today + timedelta(days=9)
    row = answer_cooperation(
        by=city.acting("civil"),
        request=row.public_id,
        move=CooperationMove.OFFER,
        words="یک دستگاه داریم",
        terms=Terms(quantity="۱ دستگاه", ends=last),
    )
    assert row.state == CooperationState.OFFERED
    assert row.due is not None
    row = accept_offer(by=city.acting("water"), request=row.public_id)
    assert row.due is not None
    assert row.due.date() >= last
    row = fulfil_request(by=city.acting("water"), request=row.public_id)
    assert (row.state, row.due) == (CooperationState.FULFILLED, None)
    kinds = [turn.kind for turn in row.turns.order_by("pk")]
    assert kinds == ["asked", "offered", "accepted", "fulfilled"]
    assert not InboxItem.objects.filter(done__isnull=True, subject=row.public_id).exists()


@pytest.mark.django_db
def test_no_needs_a_reason_and_closes_unless_it_is_carried_up(city: City) -> None:
    row = asked(city)
    no = {"by": city.acting("civil"), "request": row.public_id, "move": CooperationMove.DECLINE}
    with pytest.raises(Refused, match="validation"):
        answer_cooperation(**no)  # type: ignore[arg-type] # the words are left out
    answer_cooperation(**no, words="در تعمیر است")  # type: ignore[arg-type] # the same
    row = run_out(row)
    assert (row.state, row.due) == (CooperationState.CLOSED, None)
    with pytest.raises(Refused, match="state"):
        carry_request_up(by=city.acting("water"), request=row.public_id, words="x")


@pytest.mark.django_db
def test_silence_climbs_the_ladder_and_never_grants(city: City) -> None:
    row = asked(city)
    rungs = settling().ladder(row.ladder).rungs
    for step in range(len(rungs) + 2):
        row = run_out(row)
        assert row.rung == min(step + 1, len(rungs) - 1)
        assert row.state == CooperationState.ASKED
        assert row.due is not None
        assert row.due > timezone.now()
    governor = city.acting("governorate", Role.HEAD)
    assert cooperations_visible_to(governor).filter(pk=row.pk).exists() == (
        row.body is not None and row.body.key == "governorate"
    )


@pytest.mark.django_db
def test_only_the_two_sides_see_it_and_each_does_its_own_part(city: City) -> None:
    row = asked(city)
    assert not cooperations_visible_to(city.acting("gas", Role.HEAD)).exists()
    with pytest.raises(Refused, match="not_found"):
        withdraw_request(by=city.acting("gas"), request=row.public_id)
    with pytest.raises(Refused, match="forbidden"):
        withdraw_request(by=city.acting("civil"), request=row.public_id)
    with pytest.raises(Refused, match="forbidden"):
        answer_cooperation(
            by=city.acting("water"), request=row.public_id, move=CooperationMove.GRANT
        )
    ask = Ask(kind=CooperationKind.LAND, asked=city.agencies["water"], title="x")
    with pytest.raises(Refused, match="validation"):
        ask_cooperation(by=city.acting("water"), agency=city.agencies["water"], ask=ask)


@pytest.mark.django_db
def test_the_pages_ask_and_answer(city: City) -> None:
    water, civil = Client(), Client()
    water.force_login(city.person("water"), backend=BACKEND)
    civil.force_login(city.person("civil"), backend=BACKEND)
    work = lay(city, "water", Activity.EXCAVATION, 20, 5)
    assert work.public_id in water.get(f"/cooperation/new?about={work.public_id}").content.decode()
    told = {"asked": "civil", "kind": "information", "title": "نقشهٔ معبر", "about": work.public_id}
    assert water.post("/cooperation/new", told | {"title": ""}).status_code == 422
    made = water.post("/cooperation/new", told)
    row = Cooperation.objects.get()
    assert made["Location"] == f"/cooperation/{row.public_id}"
    assert "نقشهٔ معبر" in civil.get("/cooperation/?show=asked").content.decode()
    page = civil.get(made["Location"]).content.decode()
    assert 'value="grant"' in page
    civil.post(f"{made['Location']}/answer", {"move": "grant"})
    row.refresh_from_db()
    assert row.state == CooperationState.GRANTED
    assert f"{made['Location']}/fulfil" in water.get(made["Location"]).content.decode()
    assert made["Location"] in water.get(f"/works/{work.public_id}").content.decode()


def test_every_state_is_reached_goes_on_or_ends() -> None:
    reached = {CooperationState.ASKED, *COOPERATION_MOVES.values()}
    assert reached == set(CooperationState)
    assert {state for state, _ in COOPERATION_MOVES} == COOPERATION_OPEN
    leads = set(COOPERATION_ENDS)
    for _ in CooperationState:
        leads |= {state for (state, _), to in COOPERATION_MOVES.items() if to in leads}
    assert leads == set(CooperationState)


def test_nothing_but_an_answer_grants() -> None:
    grants = {m for (_, m), to in COOPERATION_MOVES.items() if to is CooperationState.GRANTED}
    assert grants == {CooperationMove.GRANT, CooperationMove.ACCEPT}
