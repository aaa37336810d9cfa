"""The week's tour: asked for, explained, accepted, planned anew at noon."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import tours as deeds
from hamgam.field.calendar import tour_calendar as calendar_bytes
from hamgam.field.forms import AskForm
from hamgam.field.mapping import tour_map
from hamgam.field.models import Tour
from hamgam.field.papers import brief_pdf
from hamgam.field.vocabulary import TourState
from hamgam.kit.digits import localise
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.models import Project
from hamgam.register.queries import projects_visible_to
from hamgam.register.views.reading import language, today
from hamgam.register.vocabulary import SolveState

SHOWN = 20
OPEN = (SolveState.WAITING, SolveState.RUNNING)
DELEGATIONS = 3


def clock(minute: float) -> str:
    """A minute of the day as people write it."""
    whole = round(minute)
    return localise(f"{whole // 60}:{whole % 60:02}", language())


@door(Right.READ_REGISTER)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The next stops, the tours, and the form that asks for the week's."""
    acting = acting_of(request)
    may = acting.may(Right.PLAN_TOUR) and acting.agency is not None
    stops = queries.stops_visible_to(acting).filter(on__gte=today())[:SHOWN]
    context = {
        "stops": [(stop, clock(stop.begins), clock(stop.ends)) for stop in stops],
        "tours": queries.tours_visible_to(acting).defer("question", "answer")[:SHOWN],
        "may": may,
        "form": AskForm(language=language(), initial=_usual()) if may else None,
        "lines": _lines(acting) if may else [],
        "agencies": list(agencies()) if may else [],
        "held": queries.held(acting, today() - timedelta(days=365)),
    }
    return render(request, "field/visits.html", context)


def _usual() -> dict[str, Any]:
    return {"first": today() + timedelta(days=1), "days": 2, "seconds": 10}


def _lines(acting: Acting) -> list[dict[str, Any]]:
    """The delegations as the form first shows them: all whose agencies must act come along."""
    owners = queries.open_obstacles(acting).order_by().values_list("owner__key", flat=True)
    keys = sorted(set(owners))
    return [
        {
            "number": n,
            "name": say(f"field.delegation_{n}", language()),
            "keys": keys if n == 1 else [],
        }
        for n in range(1, DELEGATIONS + 1)
    ]


@door(Right.PLAN_TOUR)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have the tours planned."""
    acting = acting_of(request)
    form = AskForm(request.POST, language=language())
    if not form.is_valid():
        raise Refused("validation", errors=[{"pointer": "#/first", "detail": "a day"}])
    told = form.cleaned_data
    asked = deeds.Asked(
        first=told["first"],
        days=told["days"],
        seconds=told["seconds"] or 10,
        delegations=_delegations(request),
    )
    try:
        row = deeds.ask_tour(by=acting, agency=acting_agency(acting), asked=asked, today=today())
    except Refused as refusal:
        if refusal.code != "nothing_to_visit":
            raise
        messages.error(request, say("refusals.nothing_to_visit_detail", language()), "bad")
        return redirect("obstacles")
    return redirect("tour", row.public_id)


def _delegations(request: HttpRequest) -> list[tuple[str, list[Agency]]]:
    found = []
    for number in range(1, DELEGATIONS + 1):
        keys = request.POST.getlist(f"brings_{number}")
        name = request.POST.get(f"name_{number}", "").strip()
        if keys and name:
            found.append((name[:120], list(Agency.objects.filter(key__in=keys))))
    return found


def seen_tour(request: HttpRequest, tour_id: str) -> Tour:
    """A tour the reader may see; refuses (`not_found`) any other."""
    row = queries.tours_visible_to(acting_of(request)).filter(public_id=tour_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.READ_REGISTER)
@require_safe
def tour(request: HttpRequest, tour_id: str) -> HttpResponse:
    """One tour: map, timetable, why each stop, why not the others."""
    acting, row = acting_of(request), seen_tour(request, tour_id)
    may = acting.may(Right.PLAN_TOUR, row.agency.path, subject=row.public_id)
    if "rounds" not in row.answer:
        return render(request, "field/tour_open.html", {"tour": row, "may": may, **_search(row)})
    known = _projects(acting, row)
    view = row.answer["views"][language().value]
    rounds = _rounds(row, view, known)
    places = {site["title"]: site["place"] for site in row.question["sites"]}
    context = {
        "tour": row,
        "may": may,
        "view": view,
        "summary": row.answer["summary"],
        "rounds": rounds,
        "left": [(name, known.get(name), view["why"][name]) for name in view["left"]],
        "map": tour_map([[v["title"] for v in r["visits"]] for r in rounds], places, language()),
        "may_accept": may and row.state == TourState.PROPOSED,
        "may_replan": may and row.state == TourState.ACCEPTED and "rest" not in row.question,
        "stops": _stops(acting, row),
        "now": timezone.localtime(),
    }
    return render(request, "field/tour.html", context)


def _projects(acting: Acting, row: Tour) -> dict[str, Project]:
    refs = row.question["projects"]
    rows = projects_visible_to(acting).filter(public_id__in=list(refs.values()))
    by_id = {p.public_id: p for p in rows.select_related("agency")}
    return {title: by_id[ref] for title, ref in refs.items() if ref in by_id}


def _stops(acting: Acting, row: Tour) -> list[Any]:
    if row.state != TourState.ACCEPTED:
        return []
    return list(queries.stops_visible_to(acting).filter(tour=row))


def _rounds(row: Tour, view: dict[str, Any], known: dict[str, Project]) -> list[dict[str, Any]]:
    needs = {site["title"]: site["needs"] for site in row.question["sites"]}
    parts = zip(
        row.answer["rounds"], row.answer["days"], row.answer["delegations"], view["back"],
        strict=True,
    )  # fmt: skip
    return [
        {
            "day": date.fromisoformat(day),
            "delegation": delegation,
            "track": number % 5 + 1,
            "back": back,
            "visits": [
                {
                    "title": visit["site"],
                    "project": known.get(visit["site"]),
                    "arrives": clock(visit["arrives"]),
                    "begins": clock(visit["begins"]),
                    "ends": clock(visit["ends"]),
                    "needs": needs[visit["site"]],
                    "why": view["why"][visit["site"]],
                }
                for visit in round_["visits"]
            ],
        }
        for number, (round_, day, delegation, back) in enumerate(parts)
    ]


def _search(row: Tour) -> dict[str, Any]:
    solve = row.solve
    return {
        "solve": solve,
        "is_open": solve is not None and solve.state in OPEN,
        "bar": f"{(solve.percent if solve else 0) or 0:.1f}",
        "reasons": row.answer.get("infeasible", []),
        "is_found": "rounds" in row.answer,
    }


@door(Right.READ_REGISTER)
@require_safe
def progress(request: HttpRequest, tour_id: str) -> HttpResponse:
    """How far the search is, as the part of a page that is asked for again and again."""
    row = seen_tour(request, tour_id)
    return render(request, "field/tour_progress.html", {"tour": row, **_search(row)})


@door(Right.PLAN_TOUR)
@require_POST
def accept(request: HttpRequest, tour_id: str) -> HttpResponse:
    """Make it the one that is driven."""
    deeds.accept_tour(by=acting_of(request), tour=tour_id)
    messages.success(request, say("field.tour_accepted", language()))
    return redirect("tour", tour_id)


@door(Right.PLAN_TOUR)
@require_POST
def replan(request: HttpRequest, tour_id: str) -> HttpResponse:
    """Plan the rest of the day anew."""
    now = timezone.localtime()
    cancelled = frozenset(request.POST.getlist("cancelled"))
    try:
        asked = datetime.fromisoformat(request.POST.get("now", ""))
        now = asked if timezone.is_naive(asked) else timezone.localtime(asked)
    except ValueError:
        pass
    row = deeds.replan_tour(
        by=acting_of(request),
        tour=tour_id,
        on=now.date(),
        minute=_minute(now.time()),
        cancelled=cancelled,
    )
    return redirect("tour", row.public_id)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


@door(Right.PLAN_TOUR)
@require_POST
def cancel(request: HttpRequest, stop_id: str) -> HttpResponse:
    """Take a stop off the tour."""
    row = deeds.cancel_stop(by=acting_of(request), stop=stop_id)
    return redirect("tour", row.tour.public_id)


@door(Right.READ_REGISTER)
@require_safe
def brief(request: HttpRequest, stop_id: str) -> HttpResponse:
    """The one page to read on the way to a stop."""
    stop = queries.stops_visible_to(acting_of(request)).filter(public_id=stop_id).first()
    if stop is None:
        raise Refused("not_found")
    made = brief_pdf(stop, acting_of(request), today(), language())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="brief-{stop.public_id}.pdf"'
    return response


@door(Right.READ_REGISTER)
@require_safe
def calendar(request: HttpRequest, tour_id: str) -> HttpResponse:
    """The accepted stops as a calendar that phones follow."""
    row = seen_tour(request, tour_id)
    stops = queries.stops_visible_to(acting_of(request)).filter(tour=row)
    made = calendar_bytes(row, list(stops), settings.TIME_ZONE, settings.PUBLIC_URL, language())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="visits-{row.public_id}.ics"'
    return response
