"""The pilgrim's page and its poster."""

from __future__ import annotations

import io

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.kit.words import Language
from hamgam.register.views.reading import language, today
from hamgam.service.settings_of_city import serving
from hamgam.showcase.pilgrims import DAYS, Ground, Passage, days_ahead, ways_today
from hamgam.showcase.prerender import prerendered


def page_address() -> str:
    """Where the pilgrim's page lies, as a poster tells it."""
    return f"{settings.PUBLIC_URL}{reverse('pilgrim')}"


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


@door(Right.READ_PUBLIC)
@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """The code of the pilgrim's page, as a drawing to print."""
    import segno

    kept = io.BytesIO()
    segno.make(page_address(), error="h").save(kept, kind="svg", scale=12, border=4)
    return HttpResponse(kept.getvalue(), content_type="image/svg+xml")
