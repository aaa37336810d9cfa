"""What works, projects and cases show of cooperation, joint works, inquiries and seals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.models import Case
from hamgam.coordination.queries.cooperation import cooperations_about
from hamgam.coordination.queries.inquiries import inquiries_visible_to
from hamgam.coordination.queries.joint import joint_about, joints_visible_to, may_dig_together
from hamgam.coordination.queries.seals import matches_for, seals_visible_to
from hamgam.register.models import Project, Work

TEMPLATE = "coordination/parts/sharing_panel.html"
THINGS = ("match", "seal", "member", "inquiry", "requests", "may_seal", "may_open", "may_ask")


def of_work(request: HttpRequest, subject: object) -> str:
    """A work's joint works, its inquiry, what is asked about it, its seal, and a match with
    another's sealed plan."""
    if not isinstance(subject, Work):
        return ""
    acting = acting_of(request)
    mine = acting.may(Right.READ_REGISTER, subject.agency.path, subject=subject.public_id)
    is_own = subject.agency.path.startswith(acting.paths_with(Right.READ_REGISTER))
    seal = seals_visible_to(acting).filter(work=subject).first() if mine and is_own else None
    seals = acting.may(Right.SEAL_PLAN, subject.agency.path, subject=subject.public_id)
    told = {
        "match": _match(acting, subject) if is_own else None,
        "seal": seal,
        "member": joint_about(acting, subject),
        "inquiry": inquiries_visible_to(acting).filter(work=subject).first(),
        "requests": cooperations_about(acting, work=subject),
        "may_seal": seals and seal is None and subject.sharing == Sharing.OWN,
        "may_open": may_dig_together(acting).filter(pk=subject.pk).exists(),
        "may_ask": acting.may(Right.ASK_COOPERATION) and subject.sharing != Sharing.OWN,
    }
    return _drawn(request, subject, told)


def _match(acting: Acting, work: Work) -> object:
    """The match of a work of one's own with a sealed plan; None for none."""
    found = matches_for(acting.paths_with(Right.READ_REGISTER))
    return next((match for match in found if match.work.pk == work.pk), None)


def of_project(request: HttpRequest, subject: object) -> str:
    """What is asked about a project, and the way to ask."""
    if not isinstance(subject, Project):
        return ""
    acting = acting_of(request)
    told = {
        "requests": cooperations_about(acting, project=subject),
        "may_ask": acting.may(Right.ASK_COOPERATION),
    }
    return _drawn(request, subject, told)


def _drawn(request: HttpRequest, subject: object, told: dict[str, Any]) -> str:
    if not any(told.get(name) for name in THINGS):
        return ""
    return render_to_string(TEMPLATE, told | {"subject": subject}, request)


def case_shared(acting: Acting, case: Case) -> dict[str, Any]:
    """The joint works a case came to, and what is asked about it; for the case's page."""
    return {
        "joint": joints_visible_to(acting).filter(case=case).first(),
        "requests": cooperations_about(acting, case=case),
        "may_ask": acting.may(Right.ASK_COOPERATION),
    }
