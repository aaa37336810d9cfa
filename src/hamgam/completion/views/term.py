"""The term: its promises with their countdown, what was asked of the city, the papers of both."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion import papers, queries
from hamgam.completion.actions.proposals import Asked, answer_proposal, propose
from hamgam.completion.actions.term import Promised, open_term, promise_in_term
from hamgam.completion.forms import AnswerForm, PromiseForm, ProposalForm, TermForm
from hamgam.completion.handover import hand_over
from hamgam.completion.models import Proposal, TermPromise
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.queries import projects_visible_to
from hamgam.register.views.reading import language, today

MOST = 60


class Countdown:
    """A promise of the term with the days that are left."""

    def __init__(self, promise: TermPromise, day: date) -> None:
        self.promise, self.commitment = promise, promise.commitment
        self.days = (self.commitment.due - day).days
        self.is_done = self.commitment.done_on is not None
        self.over = max(-self.days, 0)
        self.is_late = not self.is_done and self.days < 0
        self.was_moved = self.commitment.due != self.commitment.first_due


def countdowns(acting: Acting, day: date) -> list[Countdown]:
    """The promises of the term, those not kept yet first."""
    found = [Countdown(row, day) for row in queries.promises_visible_to(acting)[:MOST]]
    return sorted(found, key=lambda one: (one.is_done, one.days))


@door(Right.READ_REGISTER)
@require_safe
def term(request: HttpRequest) -> HttpResponse:
    """What was promised in the term, and how many days are left."""
    acting, day = acting_of(request), today()
    row = queries.terms_visible_to(acting).filter(begins__lte=day, ends__gte=day).first()
    promises = countdowns(acting, day)
    may_keep = acting.may(Right.KEEP_TERM) and acting.agency is not None
    projects = projects_visible_to(acting).order_by("title") if may_keep else None
    told = {
        "term": row,
        "days_left": (row.ends - day).days if row else None,
        "promises": promises,
        "kept": sum(one.is_done for one in promises),
        "late": sum(one.is_late for one in promises),
        "proposals": proposals_of(acting),
        "may_keep": may_keep,
        "may_propose": acting.may(Right.PROPOSE),
        "may_hand_over": acting.may(Right.HAND_OVER) and acting.agency is not None,
        "promise_form": PromiseForm(language=language(), projects=projects) if may_keep else None,
        "term_form": TermForm(language=language()) if may_keep else None,
        "proposal_form": ProposalForm(
            language=language(), projects=projects_visible_to(acting).order_by("title")
        ),
        "decisions": list(queries.decisions_visible_to(acting)[:10]),
        "day": day,
    }
    return render(request, "completion/term.html", told)


def proposals_of(acting: Acting) -> list[Proposal]:
    """What was asked, each with whether the reader may answer it."""
    rows = list(queries.proposals_visible_to(acting)[:MOST])
    for row in rows:
        may = acting.may(Right.ANSWER_PROPOSAL, row.agency.path, subject=row.public_id)
        row.may_answer = may  # type: ignore[attr-defined] # read by the page alone
    return rows


def _faulty(request: HttpRequest) -> HttpResponse:
    messages.error(request, say("pages.form_faults", language()), "bad")
    return redirect("term")


@door(Right.KEEP_TERM)
@require_POST
def new_term(request: HttpRequest) -> HttpResponse:
    """Open a term."""
    form = TermForm(request.POST, language=language())
    if not form.is_valid():
        return _faulty(request)
    told, acting = form.cleaned_data, acting_of(request)
    days = (told["begins"], told["ends"])
    open_term(by=acting, agency=acting_agency(acting), title=told["title"], days=days)
    return redirect("term")


@door(Right.KEEP_TERM)
@require_POST
def promise(request: HttpRequest, term_id: str) -> HttpResponse:
    """Promise something of the term."""
    acting = acting_of(request)
    projects = projects_visible_to(acting)
    form = PromiseForm(request.POST, language=language(), projects=projects)
    if not form.is_valid():
        return _faulty(request)
    promise_in_term(by=acting, term=term_id, promised=Promised(**form.cleaned_data))
    messages.success(request, say("completion.promise_made", language()))
    return redirect("term")


@door(Right.PROPOSE)
@require_POST
def new_proposal(request: HttpRequest) -> HttpResponse:
    """Ask something of the city's portfolio."""
    acting = acting_of(request)
    form = ProposalForm(request.POST, language=language(), projects=projects_visible_to(acting))
    if not form.is_valid():
        return _faulty(request)
    told = form.cleaned_data
    asked = Asked(
        asked_by=AskedBy(told["asked_by"]),
        from_name=told["from_name"],
        kind=ProposalKind(told["kind"]),
        text=told["text"],
        project=told["project"],
    )
    agency = _asked_agency(acting, told["project"])
    propose(by=acting, agency=agency, asked=asked, today=today())
    messages.success(request, say("completion.proposal_told", language()))
    return redirect("term")


def _asked_agency(acting: Acting, project: str) -> Agency:
    """Who must answer: the project's agency, else the first one of the city."""
    found = projects_visible_to(acting).filter(public_id=project).first() if project else None
    if found is not None:
        return found.agency
    first = Agency.objects.filter(kind="municipality").order_by("pk").first()
    if first is None:
        raise Refused("not_found")
    return first


@door(Right.ANSWER_PROPOSAL)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Answer what was asked, with a reason."""
    acting = acting_of(request)
    row: Proposal | None = (
        queries.proposals_visible_to(acting).filter(public_id=proposal_id).first()
    )
    if row is None:
        raise Refused("not_found")
    acting.require(Right.ANSWER_PROPOSAL, row.agency.path, subject=row.public_id)
    form = AnswerForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        answer_proposal(
            by=acting,
            proposal=proposal_id,
            reply=Reply(told["reply"]),
            reason=told["reason"],
            today=today(),
        )
        return redirect("term")
    told_page: dict[str, Any] = {"proposal": row, "form": form}
    return render(request, "completion/reply.html", told_page, status=422 if form.errors else 200)


@door(Right.READ_REGISTER)
@require_safe
def council_report(request: HttpRequest) -> HttpResponse:
    """The council's report: the backlog, the plan in force, slips, exceptions, promises."""
    made = papers.council_report(acting_of(request), today(), language(), at=timezone.now())
    return _paper(made, f"council-{today():%Y-%m-%d}.pdf")


@door(Right.READ_REGISTER)
@require_safe
def governor_brief(request: HttpRequest) -> HttpResponse:
    """The governor's brief: one page of what needs that office."""
    made = papers.governor_brief(acting_of(request), today(), language(), at=timezone.now())
    return _paper(made, f"brief-{today():%Y-%m-%d}.pdf")


def _paper(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@door(Right.HAND_OVER)
@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """The hand-over pack: everything the next management needs, in one file."""
    acting = acting_of(request)
    made = hand_over(acting, acting_agency(acting), today(), language(), at=timezone.now())
    response = HttpResponse(made, content_type="application/zip")
    name = f"hamgam-handover-{today():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
