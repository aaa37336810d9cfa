"""The term's promises, proposals that are answered, papers and the hand-over pack."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.platform.conftest import City
from tests.platform.web.objects import OWNER, furnish

from hamgam.agencies.vocabulary import Role
from hamgam.completion import papers
from hamgam.completion.actions.proposals import Asked, answer_proposal, propose
from hamgam.completion.actions.term import Promised, open_term, promise_in_term
from hamgam.completion.handover import hand_over
from hamgam.completion.models import Proposal, Term, TermPromise
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.exchange.documents.pdf import render_pdf
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def term(city: City) -> Term:
    days = (city.today - timedelta(days=10), city.today + timedelta(days=100))
    by, agency = city.acting("municipality", Role.HEAD), city.agencies["municipality"]
    return open_term(by=by, agency=agency, title="دوره", days=days)


@pytest.mark.django_db
def test_a_promise_of_the_term_is_a_commitment_that_keeps_its_first_deadline(city: City) -> None:
    by, due = city.acting("municipality", Role.HEAD), city.today + timedelta(days=50)
    promised = Promised(text="پل باز می‌شود", due=due)
    made = promise_in_term(by=by, term=term(city).public_id, promised=promised)
    assert (made.commitment.first_due, made.commitment.due) == (due, due)


@pytest.mark.django_db
def test_a_promise_of_the_term_lies_within_it(city: City) -> None:
    by, row = city.acting("municipality", Role.HEAD), term(city)
    late = Promised(text="پل", due=city.today + timedelta(days=500))
    with pytest.raises(Refused, match="validation"):
        promise_in_term(by=by, term=row.public_id, promised=late)
    with pytest.raises(Refused, match="forbidden"):
        promise_in_term(by=city.acting("gas", Role.HEAD), term=row.public_id, promised=late)
    assert not TermPromise.objects.exists()


def asked(city: City) -> Proposal:
    told = Asked(
        asked_by=AskedBy.NEIGHBOURHOOD, from_name="محله", kind=ProposalKind.PROPOSAL, text="پل"
    )
    by = city.acting("governorate", Role.COUNCIL)
    return propose(by=by, agency=city.agencies["civil"], asked=told, today=city.today)


@pytest.mark.django_db
def test_a_proposal_is_answered_once_with_a_reason_by_those_asked(city: City) -> None:
    row, by = asked(city), city.acting("civil", Role.HEAD)
    told = {"proposal": row.public_id, "reply": Reply.LATER, "today": city.today}
    assert row.due == city.today + timedelta(days=30)
    with pytest.raises(Refused, match="validation"):
        answer_proposal(by=by, reason=" ", **told)  # type: ignore[arg-type] # as told
    with pytest.raises(Refused, match="forbidden"):
        answer_proposal(by=city.acting("gas", Role.HEAD), reason="x", **told)  # type: ignore[arg-type] # as told
    answer_proposal(by=by, reason="سال آینده", **told)  # type: ignore[arg-type] # as told
    with pytest.raises(Refused, match="state"):
        answer_proposal(by=by, reason="دوباره", **told)  # type: ignore[arg-type] # as told


@pytest.mark.django_db
@pytest.mark.parametrize("paper", ["council_report", "governor_brief"])
def test_papers_are_made_for_whoever_reads_the_register(
    city: City, paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def heard(*said: Any, **how: Any) -> bytes:
        told.append(repr(said))
        return render_pdf(*said, **how)

    monkeypatch.setattr(papers, "render_pdf", heard)
    furnish(city)
    client = Client()
    assert client.get(reverse(paper)).status_code in {302, 401}
    client.force_login(city.person("governorate", Role.COUNCIL), backend=BACKEND)
    for code in ("fa", "en"):
        client.cookies["django_language"] = code
        answer = client.get(reverse(paper))
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert len(told) == 2
    assert not re.search(r"(completion|mega)\.[a-z_]+", "".join(told)), "a sentence is missing"


@pytest.mark.django_db
def test_the_pack_holds_what_its_list_of_hashes_says(city: City) -> None:
    furnish(city)
    by, agency = city.acting(OWNER, Role.HEAD), city.agencies[OWNER]
    made = hand_over(by, agency, city.today, Language.FA, at=timezone.now())
    with zipfile.ZipFile(io.BytesIO(made)) as pack:
        lines = [told.split("  ") for told in pack.read("SHA256SUMS").decode().splitlines()]
        sums = {name: digest for digest, name in lines}
        assert set(sums) == set(pack.namelist()) - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(pack.read(name)).hexdigest() == digest
        assert "plan.json" in sums
        assert "پل" in pack.read("portfolio.csv").decode()
