"""Open coordination cases on the front pages, by the rung on which they stand."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse

from hamgam.coordination.queries.cases import of_mine, open_cases
from hamgam.kit.digits import localise
from hamgam.kit.words import say
from hamgam.web.front.parts import Asking, Figure


def cases_by_rung(asking: Asking) -> list[Figure]:
    """How many open cases stand on each rung: of the whole city for those who ask about it, else
    of the reader's own branches."""
    rows = open_cases(asking.acting)
    if not asking.is_wide:
        rows = rows.filter(of_mine(asking.acting))
    counts = rows.order_by("rung").values_list("rung").annotate(n=Count("pk"))
    return [
        Figure(
            name=say("front.rung", asking.language, rung=localise(rung, asking.language)),
            value=localise(count, asking.language),
            unit=say("front.unit_cases", asking.language),
            address=reverse("cases"),
        )
        for rung, count in counts
    ]
