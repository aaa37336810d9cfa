"""Asking before paving: streets against utilities, and one's own open questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import inquiries as deeds
from hamgam.coordination.forms import sharing as forms
from hamgam.coordination.models import Inquiry, InquiryLine
from hamgam.coordination.queries import inquiries as queries
from hamgam.coordination.views.doing import do
from hamgam.coordination.views.telling import today
from hamgam.coordination.vocabulary import InquiryAnswer
from hamgam.kit.lists import listing
from hamgam.register.actions.rows import acting_agency
from hamgam.register.views.history import story_of

MOST_QUESTIONS = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One street of the matrix: a cell for each utility, None where it was not asked."""

    inquiry: Inquiry
    cells: list[InquiryLine | None]


def _matrix(rows: Iterable[Inquiry], asked: list[Agency]) -> list[Row]:
    found = []
    for inquiry in rows:
        by_agency = {line.agency_id: line for line in inquiry.lines.all()}
        found.append(Row(inquiry, [by_agency.get(agency.pk) for agency in asked]))
    return found


def _columns(rows: Iterable[Inquiry]) -> list[Agency]:
    """Every agency that was asked about any of the streets, by key."""
    held = {line.agency_id: line.agency for row in rows for line in row.lines.all()}
    return sorted(held.values(), key=lambda agency: agency.key)


@door(Right.READ_REGISTER)
@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """The matrix of streets and utilities, one's own open questions above it, and the programme
    that nobody was asked about."""
    acting = acting_of(request)
    seen = queries.inquiries_visible_to(acting).prefetch_related("lines__agency", "lines__dig")
    page = listing(seen.order_by("-pk"), request.GET.get("page"))
    columns = _columns(page.items)
    programme = list(queries.programme(acting, today()))
    context = {
        "page": page,
        "columns": columns,
        "matrix": _matrix(page.items, columns),
        "questions": list(queries.own_open_lines(acting)[:MOST_QUESTIONS]),
        "answers": list(InquiryAnswer),
        "programme": programme,
        "may_ask": bool(programme) and acting.agency is not None,
        "today": today(),
    }
    return render(request, "coordination/inquiries.html", context)


@door(Right.READ_REGISTER)
@require_safe
def inquiry(request: HttpRequest, inquiry_id: str) -> HttpResponse:
    """One street: what each utility said, or did not say, and what followed."""
    acting = acting_of(request)
    row = queries.inquiry_of(acting, inquiry_id)
    lines = queries.lines_visible_to(acting).filter(inquiry=row).order_by("agency__key")
    context = {
        "row": row,
        "lines": [(line, _may_answer(acting, line)) for line in lines],
        "answers": list(InquiryAnswer),
        "history": story_of(acting, row.public_id),
    }
    return render(request, "coordination/inquiry.html", context)


def _may_answer(acting: Acting, line: InquiryLine) -> bool:
    paving = line.inquiry.work
    is_ahead = paving.begins is not None and paving.begins >= today()
    may = acting.may(Right.ANSWER_INQUIRY, line.agency.path, subject=line.public_id)
    return may and not line.answer and is_ahead and paving.withdrawn is None


@door(Right.ASK_UTILITIES)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask every utility about the streets that were ticked; about all where none was."""
    by, works = acting_of(request), request.POST.getlist("works")

    def done(data: dict[str, Any]) -> object:
        return deeds.ask_utilities(by=by, agency=acting_agency(by), works=works, **data)

    return do(request, ("inquiries",), forms.AskUtilitiesForm, done)


@door(Right.ANSWER_INQUIRY)
@require_POST
def answer(request: HttpRequest, asked_id: str) -> HttpResponse:
    """Answer for one's utility."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        said = deeds.Said(**data | {"answer": InquiryAnswer(data["answer"])})
        return deeds.answer_inquiry(by=by, line=asked_id, said=said)

    return do(request, ("inquiries",), forms.InquiryAnswerForm, done)
