"""What the register's pages show of cases."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.coordination.queries.cases import case_about, cases_visible_to
from hamgam.coordination.queries.permits import applications_visible_to
from hamgam.coordination.views.telling import clock_told
from hamgam.coordination.workflow.cases import ENDS, State
from hamgam.engine.works import Activity
from hamgam.register.models import Finding, Work
from hamgam.register.views.reading import language
from hamgam.register.vocabulary import FindingState


def of_overlap(request: HttpRequest, subject: object) -> str:
    """A finding's case, or the button that opens one."""
    if not isinstance(subject, Finding):
        return ""
    acting, sides = acting_of(request), [subject.a] + ([subject.b] if subject.b else [])
    case = case_about(acting, subject)
    may = any(acting.may(Right.SETTLE_CASE, side.agency.path) for side in sides)
    may = may and subject.state == FindingState.OPEN and all(side.begins for side in sides)
    if case is not None and State(case.state) not in ENDS:
        may = False
    if case is None and not may:
        return ""
    told = {
        "case": case,
        "clock": clock_told(case, language()) if case else None,
        "may_open": may,
        "finding": subject,
    }
    return render_to_string("coordination/parts/overlap_panel.html", told, request)


def of_work(request: HttpRequest, subject: object) -> str:
    """The cases a work is at issue in."""
    if not isinstance(subject, Work):
        return ""
    acting = acting_of(request)
    cases = list(cases_visible_to(acting).filter(works__work=subject).order_by("-pk")[:8])
    if not cases:
        return ""
    return render_to_string("coordination/parts/work_panel.html", {"cases": cases}, request)


def permits_of_work(request: HttpRequest, subject: object) -> str:
    """A work's applications to dig, or the button that makes one."""
    if not isinstance(subject, Work):
        return ""
    acting = acting_of(request)
    rows = list(applications_visible_to(acting).filter(work=subject).order_by("-pk")[:5])
    may = acting.may(Right.APPLY_TO_DIG, subject.agency.path, subject=subject.public_id)
    digs = subject.activity in {Activity.EXCAVATION, Activity.CONNECTION} and subject.begins
    if not rows and not (may and digs and subject.withdrawn is None):
        return ""
    return render_to_string(
        "coordination/parts/dig_panel.html", {"rows": rows, "work": subject}, request
    )
