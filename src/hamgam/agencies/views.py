"""The pages of agencies: who takes part, one agency, and the inbox."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies import queries
from hamgam.agencies.actions.inbox import finish_inbox_item
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import InboxItem
from hamgam.agencies.rights import Right
from hamgam.agencies.tables import agencies_page
from hamgam.kit.finding import searched
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of, say


def told_item(item: InboxItem, names: dict[str, str], language: Language) -> str:
    """What waits, in one sentence."""
    about = dict(item.about)
    key = str(about.get("agency", ""))
    return say(f"inbox.{item.kind}", language, **about | {"agency": names.get(key, key)})

NAMES = ("name_fa", "name_en", "name_ar", "key")


@door(Right.READ_PUBLIC)
@require_safe
def agencies(request: HttpRequest) -> HttpResponseBase:
    """Who takes part, as a tree."""
    asked = request.GET
    rows = searched(queries.agencies(), asked.get("q", ""), NAMES)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    return agencies_page().answer(request, rows, "agencies/agencies.html", {})


@door(Right.READ_PUBLIC)
@require_safe
def agency(request: HttpRequest, key: str) -> HttpResponse:
    """One agency: what stands above and below it, and its people for its own."""
    row, acting = queries.agency_of(key), acting_of(request)
    sees_people = any(row.path.startswith(path) for path in acting.paths)
    told = {
        "agency": row,
        "children": row.children.filter(is_active=True).order_by("id"),
        "posts": queries.posts(acting).filter(agency=row, ends__isnull=True).order_by("id")
        if sees_people
        else [],
        "sees_people": sees_people,
    }
    return render(request, "agencies/agency.html", told)


@door(Right.READ_INBOX)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the reader and his agency."""
    acting, language = acting_of(request), language_of(get_language())
    names = {row.key: row.name(language) for row in queries.agencies()}
    page = listing(queries.waiting(acting), request.GET.get("page"))
    told = {
        "page": page,
        "items": [(item, told_item(item, names, language)) for item in page.items],
        "may_finish": acting.may(Right.FINISH_INBOX_ITEM),
        "today": timezone.localdate(),
    }
    return render(request, "agencies/inbox.html", told)


@door(Right.FINISH_INBOX_ITEM)
@require_POST
def finish(request: HttpRequest, item_id: str) -> HttpResponse:
    """Close one thing that waited."""
    acting = acting_of(request)
    item = queries.inbox(acting).filter(public_id=item_id).first()
    if item is None:
        raise Refused("not_found")
    finish_inbox_item(by=acting, item=item)
    messages.success(request, say("pages.item_finished", language_of(get_language())))
    return redirect("inbox")
