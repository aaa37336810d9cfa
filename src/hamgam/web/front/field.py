"""What the field adds to the front pages: the next visit, the costliest obstacles."""

from __future__ import annotations

from django.urls import reverse

from hamgam.field.queries import dearest_first, open_obstacles, stops_visible_to, week_rials
from hamgam.field.views.tours import clock
from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.money import amount
from hamgam.kit.words import say
from hamgam.web.front.parts import Asking, Figure, Stop, Visit

MOST = 8
FEW = 5


def next_visit(asking: Asking) -> list[Visit]:
    """The next day on which somebody stands at sites."""
    rows = stops_visible_to(asking.acting).filter(on__gte=asking.today).order_by("on", "begins")
    stops = list(rows[:MOST])
    if not stops:
        return []
    first = stops[0]
    told = tuple(
        Stop(
            hour=clock(stop.begins),
            place=stop.project.title,
            about=stop.delegation,
            address=reverse("stop_brief", args=[stop.public_id]),
        )
        for stop in stops
        if stop.on == first.on
    )
    return [
        Visit(
            when=long_day(first.on, asking.language),
            stops=told,
            address=reverse("tour", args=[first.tour.public_id]),
        )
    ]


def costliest_obstacles(asking: Asking) -> list[Figure]:
    """The standing obstacles whose waiting costs most a week."""
    rows = sorted(open_obstacles(asking.acting)[:200], key=dearest_first)
    return [
        Figure(
            name=row.title,
            value=amount(week_rials(row) or 0, asking.language),
            unit=say("field.a_week", asking.language),
            age=say(
                "field.for_days",
                asking.language,
                count=localise((asking.today - row.block.begins).days, asking.language),
            ),
            address=reverse("obstacle", args=[row.public_id]),
        )
        for row in rows[:FEW]
    ]
