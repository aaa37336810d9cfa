"""When a clock runs out: terms of the city on its working days, as instants."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from hamgam.coordination.bridge import settling
from hamgam.coordination.models import Case
from hamgam.engine.calendars.instants import instant_of, local_of
from hamgam.engine.calendars.working_days import due_on
from hamgam.exchange.city.settling import Clock, Ladder, Rung, Silence
from hamgam.register.law import law


def runs_out(clock: Clock, since: datetime) -> datetime:
    """The instant at which a clock started at an instant runs out: the closing hour of its last
    day."""
    local = local_of(since, settings.TIME_ZONE)
    calendar = law(local.date()).calendar
    day = due_on(calendar, local.replace(tzinfo=None), clock.term)
    return instant_of(day, calendar.closes_at(day), settings.TIME_ZONE)


def ladder_of(case: Case) -> Ladder:
    """The ladder a case stands on."""
    return settling().ladder(case.ladder)


def rung_of(case: Case) -> Rung:
    """The rung a case stands on; the last where the city shortened its ladder meanwhile."""
    rungs = ladder_of(case).rungs
    return rungs[min(case.rung, len(rungs) - 1)]


def next_rung(case: Case) -> Rung | None:
    """The rung above; None on the last."""
    rungs = ladder_of(case).rungs
    return rungs[case.rung + 1] if case.rung + 1 < len(rungs) else None


def silence_of(case: Case) -> Silence:
    """What the end of the clock at hand means; a rung without one above never escalates."""
    told = rung_of(case).clock.silence
    return Silence.TALK if told is Silence.ESCALATE and next_rung(case) is None else told


def letters_due(since: datetime) -> datetime:
    """Until when the letters of an agreement must stand."""
    return runs_out(settling().clocks["letters"], since)
