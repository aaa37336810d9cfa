"""The pages of agencies: who takes part, one agency, and the inbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies import queries
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.agencies.tables import agencies_page
from hamgam.kit.finding import searched

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
