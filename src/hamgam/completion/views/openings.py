"""Candidates for Government Week and Fajr, with evidence and a warning against haste."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion.openings import openings as openings_of
from hamgam.register.views.reading import today


@door(Right.READ_REGISTER)
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Who may be opened at the next feasts, and what was inaugurated and is not in service."""
    told = openings_of(acting_of(request), today())
    return render(request, "completion/openings.html", {"told": told})
