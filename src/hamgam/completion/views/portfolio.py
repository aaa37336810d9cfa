"""The portfolio: every project by its status, and the whole backlog in one figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.defining import ways_of
from hamgam.completion.portfolio import Standing, backlog, in_order, standing_in
from hamgam.completion.tables import PORTFOLIO, money_of
from hamgam.exchange.persian import normalise
from hamgam.kit.columns import spoken
from hamgam.kit.exports import Format, answer
from hamgam.kit.filters import Asks, Filter, asked_of, words_of
from hamgam.kit.lists import listing_of
from hamgam.kit.words import say
from hamgam.register.definitions import definitions_of, named_definitions
from hamgam.register.views.reading import today
from hamgam.register.vocabulary import Status

HALF, OPEN = "half", "open"


def standings_of(acting: Acting, by: str = "") -> list[Standing]:
    """Every project the reader may see, as the portfolio tells it by some definitions of slow and
    stalled; a constant number of queries."""
    rows = queries.portfolio_visible_to(acting).order_by("ends", "pk")
    definitions = definitions_of(by)
    return [standing_in(row, acting, today(), definitions) for row in rows]


def chosen(standings: Sequence[Standing], asked: Any, acting: Acting) -> list[Standing]:
    """The standings an address asks for."""
    found = list(standings)
    if asked.get("what", HALF) == HALF:
        found = [one for one in found if one.is_half_finished]
    if asked.get("what") == "new":
        found = [one for one in found if one.is_new_start]
    if asked.get("status"):
        found = [one for one in found if one.status == asked["status"]]
    if asked.get("agency"):
        found = [one for one in found if one.project.agency.key == asked["agency"]]
    if asked.get("zone"):
        found = [one for one in found if one.zone == asked["zone"]]
    if asked.get("stall"):
        found = [one for one in found if one.may_stall]
    if asked.get("mine"):
        found = [one for one in found if one.project.agency.path.startswith(acting.paths)]
    words = normalise(asked.get("q", "")).split()
    return [one for one in found if all(word in _text(one) for word in words)]


def _text(one: Standing) -> str:
    return normalise(f"{one.project.title} {one.project.code} {one.project.public_id}")


SORTED_BY: Mapping[str, Callable[[Standing], Any]] = {
    "title": lambda one: one.project.title,
    "agency": lambda one: one.project.agency.name_fa,
    "status": lambda one: list(Status).index(one.status),
    "progress": lambda one: one.report.physical_permille if one.report else None,
    "ends": lambda one: one.project.ends,
    "first": lambda one: one.project.first_promised_end,
    "deputy": lambda one: str(one.project.deputy) if one.project.deputy else None,
    "zone": lambda one: one.zone or None,
}


def _filters(standings: Sequence[Standing], *, has_own: bool) -> tuple[Filter, ...]:
    language = spoken()
    owners = tuple((row.key, row.name(language)) for row in agencies() if row.kind != "council")
    zones = tuple((zone, zone) for zone in sorted({one.zone for one in standings if one.zone}))
    definitions = tuple(
        (key, one.names[language.value]) for key, one in named_definitions().items()
    )
    kinds = tuple((key, say(f"completion.what_{key}", language)) for key in (HALF, OPEN, "new"))
    asked = (
        Filter(name="q", label="pages.search_projects", asks=Asks.WORDS),
        Filter(name="what", label="completion.what", options=kinds),
        Filter(name="status", label="pages.status", options=words_of("status", Status)),
        Filter(name="agency", label="pages.agency", options=owners),
        Filter(name="zone", label="completion.zone", options=zones),
        Filter(name="by", label="completion.by", options=definitions, nothing=""),
        Filter(name="stall", label="completion.may_stall", asks=Asks.TICK),
    )
    mine = (Filter(name="mine", label="pages.only_mine", asks=Asks.TICK),)
    return asked + (mine if has_own else ())


@door(Right.READ_REGISTER)
@require_safe
def portfolio(request: HttpRequest) -> HttpResponseBase:
    """What is half-finished, what it needs, and what it costs to leave it so."""
    acting, asked = acting_of(request), request.GET
    every = standings_of(acting, asked.get("by", ""))
    order = PORTFOLIO.order(asked)
    rows = in_order(chosen(every, asked, acting), order, SORTED_BY)
    form = asked.get("export", "")
    if form in set(Format):
        return _exported(request, rows, Format(form))
    page = listing_of(rows, asked.get("page"))
    whole = backlog(every)
    filters = _filters(every, has_own=bool(acting.paths))
    told = {
        "page": page,
        "backlog": whole,
        "backlog_money": money_of(whole.remaining_rials),
        "backlog_arrears": money_of(whole.arrears_rials),
        "sees_arrears": any(one.arrears_rials is not None for one in every),
        "may_upload": acting.may(Right.RECORD_PROJECT) and acting.agency is not None,
        "definitions": ways_of(every, asked.get("by", ""), today(), spoken()),
        "may_report": acting.may(Right.RECORD_PROGRESS) and acting.agency is not None,
        "list": _list(request, rows=page.items, filters=filters),
    }
    return render(request, "completion/portfolio.html", told)


def _list(
    request: HttpRequest, *, rows: Sequence[Standing], filters: Sequence[Filter]
) -> dict[str, Any]:
    asked = request.GET
    return {
        "name": PORTFOLIO.name,
        "title": say("completion.portfolio_title", spoken()),
        "empty": say("completion.portfolio_empty", spoken()),
        "filters": asked_of(filters, asked),
        "heads": PORTFOLIO.heads(asked),
        "body": PORTFOLIO.body(rows, asked),
        "choices": PORTFOLIO.choices(asked),
        "order": PORTFOLIO.order(asked),
        "query": "&".join(sorted(key for key in asked if asked[key] and key != "page")),
        "forms": [form.value for form in Format],
    }


def _exported(request: HttpRequest, rows: Sequence[Standing], form: Format) -> HttpResponseBase:
    columns = PORTFOLIO.chosen(request.GET)
    heads = [head for column in columns for head in column.heads()]
    lines = [[value for column in columns for value in column.values(row)] for row in rows]
    return answer(form, heads, lines, ("portfolio", say("completion.portfolio_title", spoken())))
