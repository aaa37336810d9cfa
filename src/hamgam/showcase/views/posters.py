"""The doors of posters: a drawing of the code alone, and whole sheets as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.showcase import posters, rows
from hamgam.showcase.prerender import prerendered


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def page_address() -> str:
    """Where the pilgrim's page lies, as a poster tells it."""
    return posters.absolute(reverse("pilgrim"))


@door(Right.READ_PUBLIC)
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """The code of the pilgrim's page, as a drawing to print."""
    return HttpResponse(posters.code_svg(page_address()), content_type="image/svg+xml")


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def pilgrim(request: HttpRequest) -> HttpResponse:
    """The sheet of the ways to the shrine."""
    at = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return _pdf(posters.pilgrims_poster(page_address(), at), "pilgrim")


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def street(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet of a street."""
    row = rows.street_of(key)
    at = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    address = posters.absolute(reverse("showcase_street", args=[row.key]))
    return _pdf(posters.streets_poster(row, at, address), row.key)
