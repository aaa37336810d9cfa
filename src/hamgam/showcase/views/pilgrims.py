"""The pilgrim's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.kit.words import Language
from hamgam.register.views.reading import language, today
from hamgam.service.settings_of_city import serving
from hamgam.showcase.pilgrims import DAYS, Ground, Passage, days_ahead, ways_today
from hamgam.showcase.prerender import prerendered


@door(Right.READ_PUBLIC)
@require_safe
@prerendered(Language.AR)
def pilgrim(request: HttpRequest) -> HttpResponse:
    """Which ways to the shrine are open, today and in the days to come."""
    day = today()
    ground = Ground(day, DAYS, language())
    ways = ways_today(ground, day)
    every = [way for found in ways.values() for way in found]
    closed = sum(1 for way in every if way.passage is Passage.CLOSED)
    context = {
        "modes": [(mode.value, found) for mode, found in ways.items()],
        "ahead": days_ahead(ground, day),
        "closed": closed,
        "partly": sum(1 for way in every if way.passage is Passage.PARTLY),
        "is_reachable": closed < len(every),
        "made": timezone.now(),
        "phone": serving().phone,
    }
    return render(request, "showcase/pilgrim.html", context)
