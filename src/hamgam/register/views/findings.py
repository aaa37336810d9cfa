"""Overlaps: the list, one with both works side by side, and setting one aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from shapely.geometry import shape

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import names_of
from hamgam.agencies.rights import Right
from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.kit.refusals import Refused
from hamgam.kit.returns import back_to
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.findings import dismiss_finding
from hamgam.register.drawing import drawing
from hamgam.register.forms import ReasonForm
from hamgam.register.law import law
from hamgam.register.models import Finding, Work
from hamgam.register.resolving import resolutions
from hamgam.register.tables.findings import overlaps_page
from hamgam.register.timeline import timeline_of
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language, searched, today
from hamgam.register.views.telling import tell
from hamgam.register.vocabulary import FindingState

SEARCHED = ("a__title", "a__street", "b__title", "b__street", "a__ref", "b__ref")


def weighed(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with what they are sorted by: whether they block, and how much they weigh."""
    blocks = Case(
        *(When(consequence=word.value, then=Value(n)) for n, word in enumerate(Consequence)),
        default=Value(9),
        output_field=IntegerField(),
    )
    weight = Case(
        *(When(severity=word.value, then=Value(n)) for n, word in enumerate(Severity)),
        default=Value(9),
        output_field=IntegerField(),
    )
    return rows.annotate(blocks=blocks, weight=weight)


def gravity(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with those that let nothing begin first, then by how much they weigh."""
    return weighed(rows).order_by("blocks", "weight", "a__begins", "pk")


def ahead(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings of which some work is not over yet."""
    lasting = Q(a__ends__gte=today()) | Q(b__ends__gte=today())
    return rows.filter(lasting | Q(a__ends__isnull=True))


def asked_findings(request: HttpRequest) -> QuerySet[Finding]:
    """The findings a list's address asks for, among those the reader may see."""
    acting, asked = acting_of(request), request.GET
    state = asked.get("state", FindingState.OPEN.value)
    rows = queries.findings_visible_to(acting).filter(state=state)
    if not asked.get("past"):
        rows = ahead(rows)
    for name in ("kind", "severity", "consequence"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("agency"):
        key = asked["agency"]
        rows = rows.filter(Q(a__agency__key=key) | Q(b__agency__key=key))
    if asked.get("mine"):
        rows = rows.filter(of_mine(acting.paths))
    return searched(rows, asked.get("q", ""), SEARCHED)


def of_mine(paths: tuple[str, ...]) -> Q:
    """Findings with a work of some branches on either side."""
    found = Q(pk__in=())
    for path in paths:
        found |= Q(a__agency__path__startswith=path) | Q(b__agency__path__startswith=path)
    return found


@door(Right.READ_REGISTER)
@require_safe
def overlaps(request: HttpRequest) -> HttpResponseBase:
    """Where works collide, could be dug once, or break a rule."""
    rows, acting = asked_findings(request), acting_of(request)
    counts = rows.order_by().aggregate(
        blocking=Count("pk", filter=Q(consequence=Consequence.BLOCK)),
        chances=Count("pk", filter=Q(kind=FindingKind.CHANCE)),
    )
    page = overlaps_page(law(today()), has_own=acting.agency is not None)
    return page.answer(request, weighed(rows), "register/overlaps.html", {"counts": counts})


def _seen(request: HttpRequest, identity: str) -> Finding:
    rows = queries.findings_visible_to(acting_of(request))
    row = rows.select_related("a__project", "b__project").filter(identity=identity).first()
    if row is None:
        raise Refused("not_found")
    return row


def _projects(acting: Acting, sides: Sequence[Work]) -> set[int]:
    """The projects of some works that the reader may see."""
    asked = {side.project_id for side in sides if side.project_id}
    rows = queries.projects_visible_to(acting).filter(pk__in=asked).order_by()
    return set(rows.values_list("pk", flat=True)) if asked else set()


@door(Right.READ_REGISTER)
@require_safe
def overlap(request: HttpRequest, identity: str) -> HttpResponse:
    """One finding: both works side by side, the rule and its source."""
    row, acting, by = _seen(request, identity), acting_of(request), law(today())
    sides = [row.a] + ([row.b] if row.b else [])
    places = [shape(place) for place in row.places]
    may = any(acting.may(Right.DISMISS_FINDING, side.agency.path) for side in sides)
    told: dict[str, Any] = {
        "told": tell(row, by),
        "finding": row,
        "sides": sides,
        "projects": _projects(acting, sides),
        "map": drawing(sides, places=places, epsg=by.epsg, language=language()),
        "timeline": timeline_of(sides, today=today(), language=language(), marks_shared=True),
        "resolutions": resolutions(row, by, today()) if row.state == FindingState.OPEN else [],
        "may_dismiss": may and row.state == FindingState.OPEN,
        "dismissed_by": names_of([row.dismissed_by]).get(row.dismissed_by, ""),
        "history": story_of(acting, row.identity),
        "pack": by.pack,
        "form": ReasonForm(),
    }
    return render(request, "register/overlap.html", told)


@door(Right.DISMISS_FINDING)
@require_POST
def dismiss(request: HttpRequest, identity: str) -> HttpResponse:
    """Set a finding aside with a reason, until either work changes."""
    row, form = _seen(request, identity), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("pages.reason_needed", language()), extra_tags="bad")
        return back_to(request, reverse("overlap", args=[row.identity]))
    dismiss_finding(by=acting_of(request), finding=row.identity, **form.cleaned_data)
    messages.success(request, say("pages.dismissed", language()))
    return back_to(request, reverse("overlap", args=[row.identity]))
