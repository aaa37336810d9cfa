"""The public pages: the city's works and projects, one project, one work, a street."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.acting import NOBODY
from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.completion.bridge import blocks_of, cause_name
from hamgam.kit.finding import searched
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, say
from hamgam.register import queries as register
from hamgam.register.actions.papers import place_of
from hamgam.register.drawing import drawing
from hamgam.register.law import law
from hamgam.register.models import Project
from hamgam.register.views.reading import language, today
from hamgam.service import queries as service
from hamgam.service.telling import told_report
from hamgam.showcase import rows
from hamgam.showcase.history import Past
from hamgam.showcase.open_data.feeds import works_in
from hamgam.showcase.prerender import prerendered
from hamgam.showcase.telling import age_told, curve_of, outlook_of, told_project, told_work
from hamgam.showcase.vocabulary import Explained
from hamgam.showcase.words import change_told, moved_told

MOST_LISTED = 60
MOST_DRAWN = 300
WEEK = timedelta(days=7)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def showcase(request: HttpRequest) -> HttpResponse:
    """What is built and dug in the city, and where it stands."""
    day, spoken = today(), language()
    projects = [told_project(row, spoken, day) for row in rows.public_projects().order_by("pk")]
    running = rows.works_at(day, day).order_by("ends", "pk")
    half = [row for row in projects if row.is_half_finished]
    told = {
        "counts": {
            "projects": len(projects),
            "half": len(half),
            "late": sum(1 for row in half if row.slip_days),
            "works": running.count(),
            "closures": rows.public_closures().filter(pk__in=running.values("pk")).count(),
        },
        "projects": sorted(half, key=lambda row: -row.slip_days)[:MOST_LISTED],
        "works": [told_work(row, spoken) for row in running[:MOST_LISTED]],
        "map": drawing(list(running[:MOST_DRAWN]), epsg=law(day).epsg, language=spoken, numbered=0),
        "rates": service.rates(service.reports().order_by()),
    }
    return render(request, "showcase/showcase.html", told)


def _blocks(project: Project) -> list[dict[str, Any]]:
    """What stands in a public project's way, by its kind: never who is to blame for it."""
    spoken = language()
    public = set(register.windows_visible_to(NOBODY).values_list("pk", flat=True))
    found = [row for row in blocks_of([project]) if row.pk in public]
    return [{"cause": cause_name(row.cause, spoken), "row": row} for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A change or a reason as the page tells it, by its day."""

    on: date
    text: str
    moved: str = ""
    is_later: bool = False
    reasons: tuple[str, ...] = ()
    wants_reason: bool = False


def _changes(row: Project, past: Past, spoken: Language) -> list[ChangeLine]:
    """What changed and why, the latest first; a reason of another day stands by itself."""
    told = [(reason.field, reason.on, reason.words) for reason in rows.reasons_about(row)]
    lines, used = [], set()
    for change in past.changes:
        mine = [one for one in told if one[:2] == (change.field, change.on)]
        used.update(mine)
        days = change.days
        lines.append(
            ChangeLine(
                on=change.on,
                text=change_told(change, spoken),
                moved=moved_told(change, spoken),
                is_later=days is not None and days > 0,
                reasons=tuple(words for _, _, words in mine),
                wants_reason=change.field in set(Explained),
            )
        )
    lines += [
        ChangeLine(on=on, text=say(f"showcase.why_{field}", spoken), reasons=(words,))
        for field, on, words in told
        if (field, on, words) not in used
    ]
    return sorted(lines, key=lambda line: line.on, reverse=True)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def project(request: HttpRequest, project_id: str) -> HttpResponse:
    """One project: its honest status, two numbers of progress, the range of its end, the first
    promise and the first budget beside today's, and what changed."""
    day, spoken = today(), language()
    row = rows.project_of(project_id)
    told, outlook = told_project(row, spoken, day), outlook_of(row, spoken)
    found = list(rows.public_works().filter(project=row).order_by("begins", "pk")[:MOST_LISTED])
    works = [told_work(work, spoken) for work in found]
    photos = list(rows.public_photos(row.public_id))
    near = service.reports().filter(work__in=[work.pk for work in found])
    context = {
        "project": told,
        "outlook": outlook,
        "age": age_told(told.age_days, spoken),
        "curve": curve_of(row, outlook, day, spoken),
        "changes": _changes(row, outlook.past, spoken),
        "blocks": _blocks(row),
        "works": works,
        "this_week": [
            w for w in works if w.begins and w.begins <= day + WEEK and not w.is_over(day)
        ],
        "map": drawing(found, epsg=law(day).epsg, language=spoken, numbered=0),
        "photos": [photos[0], photos[-1]] if len(photos) > 1 else photos,
        "statements": [
            (said, outlook.past.end_on(said.said_on, row.ends))
            for said in rows.statements_about(row)
        ],
        "rates": service.rates(near.order_by()),
        "first_work": works[0].public_id if works else "",
    }
    return render(request, "showcase/project.html", context)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def work(request: HttpRequest, work_id: str) -> HttpResponse:
    """One work: whose, where, until when, and whom to tell."""
    day, spoken = today(), language()
    row = rows.work_of(work_id)
    near = service.reports().filter(work=row)
    context = {
        "work": told_work(row, spoken),
        "map": drawing([row], epsg=law(day).epsg, language=spoken, numbered=0),
        "rates": service.rates(near.order_by()),
        "reports": [told_report(one, spoken) for one in near[:10]],
        "day": day,
    }
    return render(request, "showcase/work.html", context)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def my_street(request: HttpRequest) -> HttpResponse:
    """Find one's street by its name."""
    spoken, asked = language(), request.GET.get("q", "")
    found = register.streets()
    if asked.strip():
        found = searched(found, asked, ("name_fa", "name_en", "name_ar"))
    names = [(row.key, getattr(row, f"name_{spoken.value}") or row.name_fa) for row in found[:200]]
    told = {"streets": sorted(names, key=lambda pair: pair[1]), "asked": asked}
    return render(request, "showcase/my_street.html", told)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def street(request: HttpRequest, key: str) -> HttpResponse:
    """What is dug in a street, what is planned, and how to follow it."""
    day, spoken = today(), language()
    row = rows.street_of(key)
    found = works_in(row, day)
    told = [told_work(work, spoken) for work in found]
    context = {
        "street": row,
        "name": getattr(row, f"name_{spoken.value}") or row.name_fa,
        "running": [work for work in told if work.is_running(day)],
        "planned": [work for work in told if not work.is_running(day)],
        "map": drawing(found, epsg=law(day).epsg, language=spoken, numbered=0),
    }
    return render(request, "showcase/street.html", context)


@door(Right.READ_PUBLIC)
@require_safe
def photo(request: HttpRequest, document_id: str) -> HttpResponse:
    """A public picture of a public project."""
    found = register.documents_visible_to(NOBODY).filter(
        public_id=document_id, media_type__startswith="image/"
    )
    row = found.first()
    if row is None or not place_of(row.digest).is_file():
        raise Refused("not_found")
    response = HttpResponse(place_of(row.digest).read_bytes(), content_type=row.media_type)
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
