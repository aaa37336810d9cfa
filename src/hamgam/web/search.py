"""Finding anything: a work, a project, a street, an agency, an overlap, or a deed to begin.

A capability adds its source or its deed to the lists below. Every source asks for what the reader
may see and for nothing else, and compares by the one normaliser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hamgam.agencies import queries as agency_queries
from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.kit.columns import spoken
from hamgam.kit.days import day_in, echoed
from hamgam.kit.finding import folded, searched
from hamgam.kit.months import month_of
from hamgam.kit.templatetags.pages import named, span
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.models import Finding, Street
from hamgam.register.ribbon import city_seasons
from hamgam.register.views.findings import ahead, gravity
from hamgam.register.views.reading import today
from hamgam.register.views.telling import tell
from hamgam.register.vocabulary import FindingState
from hamgam.web.ways import PLACES

MOST_EACH = 6
MOST_ON_PAGE = 20
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found: what it is, its name, what tells it from its like, its page."""

    kind: str
    name: str
    below: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something to begin: the name of its address, the key of its label, who may."""

    name: str
    label: str
    right: Right


DEEDS = (
    Deed(name="record_work", label="pages.record_work", right=Right.RECORD_WORK),
    Deed(name="uploads", label="pages.upload_file", right=Right.UPLOAD_WORKS),
)
"""The deeds that begin on a page of their own."""


def _works(acting: Acting, asked: str, most: int) -> Iterator[Hit]:
    rows = queries.standing_works(acting).filter(Q(ends__gte=today()) | Q(ends__isnull=True))
    if asked.startswith("w-"):
        rows = queries.works_visible_to(acting).filter(public_id=asked)
    else:
        rows = searched(rows, asked, ("title", "street", "ref"))
    for row in rows.order_by("begins", "pk")[:most]:
        yield Hit(
            kind="work",
            name=row.title or row.street or row.public_id,
            below=f"{row.agency.name(spoken())} · {span(row.begins, row.ends)}",
            address=reverse("work", args=[row.public_id]),
        )


def _projects(acting: Acting, asked: str, most: int) -> Iterator[Hit]:
    rows = searched(queries.projects_visible_to(acting), asked, ("title", "code", "public_id"))
    for row in rows.order_by("title", "pk")[:most]:
        below = f"{row.agency.name(spoken())} · {row.code}"
        address = reverse("project", args=[row.public_id])
        yield Hit(kind="project", name=row.title, below=below, address=address)


def _streets(acting: Acting, asked: str, most: int) -> Iterator[Hit]:
    rows: QuerySet[Street] = queries.streets()
    rows = searched(rows, asked, ("name_fa", "name_en", "name_ar"))
    told = say("furniture.what_digs_here", spoken())
    for row in rows.order_by("name_fa", "pk")[:most]:
        address = reverse("street", args=[row.key])
        yield Hit(kind="street", name=named(row), below=told, address=address)


def _agencies(acting: Acting, asked: str, most: int) -> Iterator[Hit]:
    rows = searched(agency_queries.agencies(), asked, ("name_fa", "name_en", "name_ar", "key"))
    language = spoken()
    for row in rows[:most]:
        below = say(f"vocabulary.agency_kind_{row.kind}", language)
        address = reverse("agency", args=[row.key])
        yield Hit(kind="agency", name=row.name(language), below=below, address=address)


def _overlaps(acting: Acting, asked: str, most: int) -> Iterator[Hit]:
    rows: QuerySet[Finding] = queries.findings_visible_to(acting).filter(state=FindingState.OPEN)
    rows = searched(ahead(rows), asked, ("a__title", "a__street", "b__title", "b__street"))
    by, language = law(today()), spoken()
    for row in gravity(rows)[:most]:
        told = tell(row, by)
        below = say(f"vocabulary.finding_kind_{row.kind}", language)
        address = reverse("overlap", args=[row.identity])
        yield Hit(kind="overlap", name=told.sentence, below=below, address=address)


Source = Callable[[Acting, str, int], Iterable[Hit]]
SOURCES: tuple[tuple[Right, Source], ...] = (
    (Right.READ_PUBLIC, _streets),
    (Right.READ_PUBLIC, _projects),
    (Right.READ_PUBLIC, _works),
    (Right.READ_PUBLIC, _agencies),
    (Right.READ_REGISTER, _overlaps),
)
"""Where is looked, in the order in which it is told."""


def _ways(acting: Acting, words: Sequence[str]) -> Iterator[Hit]:
    """Deeds and places whose labels hold every word; all of them when no word is asked."""
    language = spoken()
    for kind, entries in (("deed", DEEDS), ("place", PLACES)):
        for entry in entries:
            label = say(entry.label, language)
            if acting.may(entry.right) and all(word in folded(label) for word in words):
                yield Hit(kind=kind, name=label, below="", address=reverse(entry.name))


def hits(acting: Acting, asked: str, most: int = MOST_EACH) -> list[Hit]:
    """What is found for some words, the deeds and places first; those alone for fewer than two
    letters. A constant number of queries."""
    words = folded(asked).split()
    found = list(_ways(acting, words))
    if sum(map(len, words)) < LEAST_LETTERS:
        return found
    for right, source in SOURCES:
        if acting.may(right):
            found += source(acting, asked.strip(), most)
    return found


@door(Right.READ_PUBLIC)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of finding, for those without script and for a link to keep."""
    asked = request.GET.get("q", "")[:200]
    told = {"asked": asked, "hits": hits(acting_of(request), asked, MOST_ON_PAGE)}
    return render(request, "search.html", told)


@door(Right.READ_PUBLIC)
@require_safe
def search_json(request: HttpRequest) -> JsonResponse:
    """What the palette shows while one types."""
    language = spoken()
    found = [
        {**asdict(hit), "said": say(f"furniture.is_{hit.kind}", language)}
        for hit in hits(acting_of(request), request.GET.get("q", "")[:200])
    ]
    response = JsonResponse({"hits": found}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response


def _month(day: date) -> dict[str, Any]:
    """The month of a day, with the city's seasons on their days."""
    found = month_of(day, spoken(), today())
    seasons = city_seasons(today())
    for cell in (told := found.told())["cells"]:
        at = date.fromisoformat(cell["iso"])
        window = next((w for w in seasons if w.begins <= at <= w.ends), None)
        cell["season"] = window.names.get(spoken().value, window.season) if window else ""
    return told


@door(Right.READ_PUBLIC)
@require_safe
def day_read(request: HttpRequest) -> JsonResponse:
    """Which day a text means, in the other calendars too; empty for none. With `month`, the month
    in which it lies as a calendar lays it out, of today where the text means no day."""
    day = day_in(request.GET.get("q", "")[:60], today())
    body: dict[str, Any] = {"day": day, "said": echoed(day, spoken()) if day else ""}
    if request.GET.get("month"):
        body["month"] = _month(day or today())
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
