"""What the small map of a form is told, and what a drawing on the map begins a form with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hamgam.register.forms import WorkForm
from hamgam.register.mapping.ground import bounds
from hamgam.register.mapping.words import map_words
from hamgam.register.models import Work
from hamgam.register.views.reading import language

MOST_LETTERS = 20_000


def begun(request: HttpRequest) -> dict[str, str]:
    """The fields that the address already fills in, as the map's drawing leads to the form."""
    told = {name: request.GET.get(name, "") for name in WorkForm.base_fields}
    return {name: text[:MOST_LETTERS] for name, text in told.items() if text}


def placing(row: Work | None = None) -> dict[str, Any]:
    """For the template: the island's addresses, the place that stands, and the island's words."""
    shape = row.shape if row else None
    island = {
        "ground": reverse("map_ground"),
        "foresee": reverse("map_foresee"),
        "work": reverse("work", args=["ID"]),
        "bounds": bounds(),
        "editing": row.public_id if row else "",
        "place": shape.wkt if shape is not None else "",
    }
    return {"island": island, "words": map_words(language())}
