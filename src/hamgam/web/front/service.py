"""What people say, on the front pages: how much was received, answered and confirmed as solved."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from hamgam.kit.digits import localise
from hamgam.kit.words import say
from hamgam.service.queries import rates, reports, reports_of
from hamgam.web.front.parts import Asking, Figure

DAYS = 90


def citizens_voice(asking: Asking) -> list[Figure]:
    """The reports of the last ninety days, of the city or of the reader's own branches, and what
    became of them; three counts that are never added."""
    rows = reports() if asking.is_wide else reports_of(asking.acting)
    found = rates(rows.filter(received__date__gte=asking.today - timedelta(days=DAYS)))
    if not found.received:
        return []
    told = ("received", "answered", "solved", "confirmed")
    return [
        Figure(
            name=say(f"front.voice_{name}", asking.language),
            value=localise(getattr(found, name), asking.language),
            address=reverse("citizen_reports") if name == "received" else "",
            age=say("front.last_days", asking.language, days=localise(DAYS, asking.language))
            if name == "received"
            else "",
        )
        for name in told
    ]
