"""Keeping a list as one wants to find it again: the deeds, the reads, the doors of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.kit.returns import back_to
from hamgam.kit.words import language_of, say
from hamgam.ledger.facts import record_fact
from hamgam.web.models import SavedView

MOST_QUERY = 2000
MOST_NAME = 60
NOT_KEPT = frozenset({"page", "export"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewValues:
    """What a kept view is told by: the list's name, its own name, the address's questions."""

    page: str
    name: str
    query: str
    is_shared: bool = False


def views_visible_to(acting: Acting) -> QuerySet[SavedView]:
    """One's own views, and those the people of one's agencies share."""
    if acting.person is None:
        return SavedView.objects.none()
    shared = Q(is_shared=True, agency__path__in=acting.paths)
    rows = SavedView.objects.filter(Q(person=acting.person) | shared)
    return rows.select_related("person", "agency").order_by("name", "pk")


def save_view(*, by: Acting, told: ViewValues) -> SavedView:
    """Keep a list under a name; the same name on the same list is kept anew. Staff, each for
    himself; records `view_saved`."""
    by.require(Right.SAVE_VIEW)
    if by.person is None or by.agency is None:
        raise Refused("forbidden", right=Right.SAVE_VIEW.value)
    name, query = told.name.strip(), clean(told.query)
    if not name or len(name) > MOST_NAME:
        fault = {"pointer": "#/name", "detail": "1-60"}
        raise Refused("validation", errors=[fault])
    with deed(by):
        row, _ = SavedView.objects.update_or_create(
            person=by.person,
            page=told.page,
            name=name,
            defaults={"agency": by.agency, "query": query, "is_shared": told.is_shared},
        )
        record_fact("view_saved", subject=row.public_id, payload={"page": told.page})
    return row


def delete_view(*, by: Acting, view: str) -> None:
    """Let a kept view go. Whoever kept it; records `view_deleted`."""
    by.require(Right.SAVE_VIEW)
    with deed(by):
        row = SavedView.objects.filter(public_id=view, person=by.person).first()
        if row is None or by.person is None:
            raise Refused("not_found")
        row.delete()
        record_fact("view_deleted", subject=view)


def clean(query: str) -> str:
    """The questions worth keeping: neither the page's number nor a file's form."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in NOT_KEPT]
    told = urlencode(pairs)
    if len(told) > MOST_QUERY:
        raise Refused("validation", errors=[{"pointer": "#/query", "detail": "<= 2000"}])
    return told


@door(Right.SAVE_VIEW)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it stands, from the page it stands on."""
    language, asked = language_of(get_language()), request.POST
    told = ViewValues(
        page=asked.get("page", "")[:40],
        name=asked.get("name", ""),
        query=asked.get("query", ""),
        is_shared=bool(asked.get("is_shared")),
    )
    try:
        save_view(by=acting_of(request), told=told)
    except Refused as refusal:
        if refusal.code != "validation":
            raise
        messages.error(request, say("furniture.view_nameless", language), extra_tags="bad")
    else:
        messages.success(request, say("furniture.view_saved", language))
    return back_to(request, "/")


@door(Right.SAVE_VIEW)
@require_POST
def delete(request: HttpRequest, view_id: str) -> HttpResponse:
    """Let one's own view go."""
    delete_view(by=acting_of(request), view=view_id)
    messages.success(request, say("furniture.view_deleted", language_of(get_language())))
    return back_to(request, "/")
