"""Naming the parties of a row, from the row's own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.parties import add_party, remove_party
from hamgam.register.views.reading import language

PAGES = {"w": "work", "k": "project"}
"""Pages of rows, by the first letter of their public id."""


def to_page_of(subject: str) -> HttpResponse:
    """The way back to the page of a row."""
    page = PAGES.get(subject[:1])
    return redirect(page, subject) if page else redirect("home")


@door(Right.NAME_PARTY)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Name an agency that takes part."""
    subject, key = (request.POST.get(name, "") for name in ("subject", "agency"))
    add_party(by=acting_of(request), subject=subject, agency=agency_of(key))
    messages.success(request, say("parties.added", language()))
    return to_page_of(subject)


@door(Right.NAME_PARTY)
@require_POST
def remove(request: HttpRequest, party_number: int) -> HttpResponse:
    """Take an agency out again."""
    acting = acting_of(request)
    party = queries.parties_visible_to(acting).filter(pk=party_number).first()
    if party is None:
        raise Refused("not_found")
    remove_party(by=acting, number=party_number)
    messages.success(request, say("parties.removed", language()))
    return to_page_of(party.subject)
