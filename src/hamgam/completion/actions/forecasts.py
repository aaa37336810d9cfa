"""Forecasts kept, so that they can be held to what came."""

from __future__ import annotations

from datetime import date

from hamgam.completion.course import forecasts_for
from hamgam.completion.models import Forecast
from hamgam.completion.portfolio import may_be_finished
from hamgam.completion.record import margins, past_forecasts
from hamgam.register.models import Project
from hamgam.register.queries import STANDING_PARTS


def note_forecasts(today: date) -> int:
    """Keep today's forecast of every project that may be finished; how many. The house's own job,
    under its signature; no fact, for nothing was decided."""
    rows = Project.objects.select_related("estimate", "agency").prefetch_related(*STANDING_PARTS)
    learnt = margins(past_forecasts())
    open_ones = [row for row in rows if may_be_finished(row, today)]
    found = [
        Forecast(project_id=key, on=today, p50=told.p50, p80=told.p80, drawn_p80=told.drawn_p80)
        for key, told in forecasts_for(open_ones, today, learnt).items()
    ]
    Forecast.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)
