"""No case, application or request is ever without a clock that runs out, or an end: the tables hold
it, whatever a deed would write."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import best, opened
from tests.platform.coordination.test_cooperation import asked
from tests.platform.coordination.test_permits import applied

from hamgam.agencies.acting import Acting
from hamgam.coordination.actions import cooperation as coop
from hamgam.coordination.actions.ladder import carry_up, run_clocks
from hamgam.coordination.actions.settling import dissent, enter_letter, propose, sign
from hamgam.coordination.models import Application, Case, Cooperation
from hamgam.coordination.vocabulary import Answer, PartyRole
from hamgam.coordination.workflow.cases import ENDS, State
from hamgam.coordination.workflow.cooperation import COOPERATION_ENDS, CooperationMove
from hamgam.coordination.workflow.permits import DigState
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed

pytestmark = pytest.mark.django_db
SIDES = ("water", "civil")
Deed = Callable[[], object]


def test_the_tables_refuse_a_row_without_clock_and_end(city: City) -> None:
    rows: list[tuple[type[Any], Any, str]] = [
        (Application, applied(city)[0], DigState.REFUSED),
        (Case, opened(city), State.LAPSED),
        (Cooperation, asked(city), "closed"),
    ]
    for model, row, end in rows:
        for change in ({"due": None}, {"state": end}):
            with signed(TESTER), pytest.raises(IntegrityError), transaction.atomic():
                model.objects.filter(pk=row.pk).update(**change)
        with signed(TESTER):
            assert model.objects.filter(pk=row.pk).update(due=None, state=end) == 1


def signed_by_all(case: Case) -> bool:
    """Whether every owner signed the proposal that the settlement is made of."""
    owners = {p.agency_id for p in case.parties.all() if p.role == PartyRole.OWNER}
    told = [
        {s.agency_id for s in proposal.signatures.all() if s.answer == Answer.SIGNED}
        for proposal in case.proposals.all()
    ]
    return any(owners <= one for one in told)


def case_deeds(city: City, who: Acting, case: str, chance: random.Random) -> list[Deed]:
    """What somebody may try on a case."""
    option = best(Case.objects.get(public_id=case)).public_id
    return [
        partial(propose, by=who, case=case, option=option, is_signed=chance.random() < 0.5),
        partial(sign, by=who, case=case),
        partial(dissent, by=who, case=case, words="نه"),
        partial(carry_up, by=who, case=case, words="دیر شد"),
        partial(enter_letter, by=who, case=case, number="۱", on=city.today),
        partial(run_clocks, timezone.now() + timedelta(days=30)),
    ]


def request_deeds(city: City, request: str, chance: random.Random) -> list[Deed]:
    """What both sides may try on a request."""
    water, civil = city.acting("water"), city.acting("civil")
    moves = (CooperationMove.GRANT, CooperationMove.DECLINE, CooperationMove.OFFER)
    answer = {"by": civil, "request": request, "move": chance.choice(moves), "words": "x"}
    return [
        partial(coop.answer_cooperation, **answer),  # type: ignore[arg-type] # by their names
        partial(coop.accept_offer, by=water, request=request),
        partial(coop.carry_request_up, by=water, request=request, words="x"),
        partial(coop.fulfil_request, by=water, request=request),
        partial(coop.withdraw_request, by=water, request=request),
        partial(coop.run_cooperation_clocks, timezone.now() + timedelta(days=40)),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_a_case_has_a_clock_and_binds_only_when_all_signed(
    city: City, seed: int
) -> None:
    case, chance = opened(city), random.Random(seed)
    by = [city.acting(agency) for agency in SIDES]
    for _ in range(24):
        deeds = case_deeds(city, chance.choice(by), case.public_id, chance)
        with suppress(Refused):
            chance.choices(deeds, weights=(4, 4, 1, 1, 3, 1))[0]()
        case = Case.objects.get(pk=case.pk)
        assert (case.due is None) == (State(case.state) in ENDS)
        if State(case.state) in {State.AGREED, State.BOUND, State.CARRIED_OUT}:
            assert signed_by_all(case)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_people_do_a_request_has_a_clock_or_an_end(city: City, seed: int) -> None:
    row, chance = asked(city), random.Random(seed)
    for _ in range(20):
        deeds = request_deeds(city, row.public_id, chance)
        with suppress(Refused):
            chance.choices(deeds, weights=(4, 2, 3, 1, 1, 3))[0]()
        row = Cooperation.objects.get(pk=row.pk)
        assert (row.due is None) == (row.state in COOPERATION_ENDS)
        granted = row.turns.filter(kind__in=("granted", "accepted")).exists()
        assert granted or row.state not in {"granted", "fulfilled"}
