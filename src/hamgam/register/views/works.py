"""Works: the list, one work, and the forms that record, edit and withdraw."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.engine.works import Kind
from hamgam.kit.kept import kept
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.rivals import record_from_field
from hamgam.register.actions.rows import acting_agency
from hamgam.register.actions.works import record_work, right_for, withdraw_work
from hamgam.register.drawing import degrees_round, drawing
from hamgam.register.forms import WithdrawForm, WorkForm, values_in
from hamgam.register.law import law
from hamgam.register.mapping.placing import begun, placing
from hamgam.register.models import Street, Work
from hamgam.register.models.columns import in_view
from hamgam.register.tables.works import works_page
from hamgam.register.telling import distance_m
from hamgam.register.timeline import timeline_of
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language, searched, today
from hamgam.register.views.rivals import rival_page
from hamgam.register.views.telling import tell

NEAR_M = 150
MOST_NEAR = 40
STREET_M = 30.0
MOST_STREETS, MOST_IN_LINE = 4, 8
SEARCHED = ("title", "street", "ref", "public_id")


def when(rows: QuerySet[Work], asked: str, day: date) -> QuerySet[Work]:
    """Works by where they lie in time: those not over when nothing else is asked."""
    if asked == "all":
        return rows
    if asked == "past":
        return rows.filter(ends__lt=day)
    if asked == "running":
        return rows.filter(begins__lte=day, ends__gte=day)
    return rows.filter(Q(ends__gte=day) | Q(ends__isnull=True))


def asked_works(request: HttpRequest) -> QuerySet[Work]:
    """The works a list's address asks for, among those the reader may see."""
    acting, asked = acting_of(request), request.GET
    rows = when(queries.listed_works(acting), asked.get("when", ""), today())
    told = {
        "agency__key": asked.get("agency"),
        "activity": asked.get("activity"),
        "stage": asked.get("stage"),
    }
    rows = rows.filter(**{name: value for name, value in told.items() if value})
    if asked.get("mine"):
        rows = rows.filter(agency__path__in=acting.paths)
    return searched(rows, asked.get("q", ""), SEARCHED)


@door(Right.READ_PUBLIC)
@require_safe
def works(request: HttpRequest) -> HttpResponseBase:
    """Who works where, and when."""
    acting = acting_of(request)
    told = {
        "may_record": acting.may(Right.RECORD_WORK) and acting.agency is not None,
        "shadows": kept(request, ("shadows", acting.standing), lambda: queries.shadows_for(acting)),
    }
    page = works_page(has_own=acting.agency is not None)
    return page.answer(request, asked_works(request), "register/works.html", told)


def seen_work(request: HttpRequest, work: str) -> Work:
    """A work the reader may see; refuses (`not_found`) any other."""
    row = queries.works_visible_to(acting_of(request)).filter(public_id=work).first()
    if row is None:
        raise Refused("not_found")
    return row


def neighbours(request: HttpRequest, row: Work) -> list[Work]:
    """Standing works beside one, in time or not over yet; one query."""
    shape = row.shape
    if shape is None:
        return []
    near = queries.standing_works(acting_of(request)).filter(
        in_view(*degrees_round([shape], NEAR_M))
    )
    near = near.exclude(pk=row.pk).filter(Q(ends__gte=today()) | Q(ends__isnull=True))
    return list(near.order_by("begins", "pk")[:MOST_NEAR])


def streets_at(row: Work) -> list[Street]:
    """The streets a work lies in, the nearest first; one query."""
    shape = row.shape
    if shape is None:
        return []
    near = queries.streets().filter(in_view(*degrees_round([shape], STREET_M)))
    placed = [(street, place) for street in near if (place := street.shape) is not None]
    told = [(distance_m(shape, place), street) for street, place in placed[:MOST_NEAR]]
    found = sorted((pair for pair in told if pair[0] <= STREET_M), key=lambda pair: pair[0])
    return [street for _, street in found[:MOST_STREETS]]


def _came_by(row: Work) -> list[str]:
    """The upload a work came by, if it came by one."""
    return [row.upload.public_id] if row.upload else []


@door(Right.READ_PUBLIC)
@require_safe
def work(request: HttpRequest, work_id: str) -> HttpResponse:
    """One work: what, where, when, what it meets, and what happened to it."""
    row, acting = seen_work(request, work_id), acting_of(request)
    by, near = law(today()), neighbours(request, row)
    found = queries.findings_visible_to(acting).filter(Q(a=row) | Q(b=row)).exclude(state="lapsed")
    may = acting.may(right_for(Kind(row.kind)), row.agency.path, subject=row.public_id)
    told = {
        "work": row,
        "near": near,
        "map": drawing([row], near=near, epsg=by.epsg, language=language()),
        "findings": [tell(finding, by) for finding in found.order_by("severity", "pk")],
        "streets": streets_at(row),
        "timeline": timeline_of([row, *near[:MOST_IN_LINE]], today=today(), language=language()),
        "history": story_of(acting, row.public_id, *_came_by(row)),
        "versions": queries.versions_visible_to(acting).filter(work=row),
        "may_edit": may and row.withdrawn is None and row.merged_into_id is None,
    }
    return render(request, "register/work.html", told)


def _refused(form: Any, refusal: Refused) -> None:
    """A deed's refusal, at the fields it speaks of."""
    errors: Any = refusal.about.get("errors", ())
    for error in errors:
        field = str(error["pointer"]).removeprefix("#/")
        form.add_error(field if field in form.fields else None, error["detail"])
    if not errors:
        form.add_error(None, say(f"refusals.{refusal.code}_detail", language(), **refusal.about))


@door(Right.RECORD_WORK)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """The form that lays a work on the shared table."""
    acting = acting_of(request)
    agency = acting_agency(acting)
    form = WorkForm(request.POST or None, initial=begun(request), language=language())
    if request.method == "POST" and form.is_valid():
        try:
            row = record_work(by=acting, agency=agency, values=form.values())
        except Refused as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, say("pages.work_recorded", language()))
            return redirect("work", row.public_id)
    told = {"form": form, "agency": agency} | placing()
    return render(request, "register/work_form.html", told, status=422 if form.errors else 200)


@door(Right.RECORD_WORK)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, work_id: str) -> HttpResponse:
    """The form that changes a work; the earlier version is kept."""
    row, acting = seen_work(request, work_id), acting_of(request)
    acting.require(right_for(Kind(row.kind)), row.agency.path, subject=row.public_id)
    known = values_in(row) | begun(request)
    form = WorkForm(request.POST or None, initial=known, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            record_from_field(
                by=acting,
                work=row.public_id,
                version=form.version(),
                values=form.values(keeping=row),
            )
        except Refused as refusal:
            if rival := refusal.about.get("rival"):
                return rival_page(request, str(rival), status=409)
            _refused(form, refusal)
        else:
            messages.success(request, say("pages.work_edited", language()))
            return redirect("work", row.public_id)
    told = {"form": form, "work": row, "agency": row.agency} | placing(row)
    return render(request, "register/work_form.html", told, status=422 if form.errors else 200)


@door(Right.RECORD_WORK)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, work_id: str) -> HttpResponse:
    """The form that takes a work off the table, with the reason."""
    row, acting = seen_work(request, work_id), acting_of(request)
    acting.require(right_for(Kind(row.kind)), row.agency.path, subject=row.public_id)
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_work(by=acting, work=row.public_id, **form.cleaned_data)
        except Refused as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, say("pages.work_withdrawn", language()))
            return redirect("work", row.public_id)
    told = {"form": form, "work": row}
    return render(request, "register/work_withdraw.html", told, status=422 if form.errors else 200)
