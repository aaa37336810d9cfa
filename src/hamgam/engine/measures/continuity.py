"""What disruption costs people, residents and pilgrims apart, and how continuous service is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """One work over a span of days: who passes a day, and the hours each of them loses."""

    days: float
    residents_a_day: float
    pilgrims_a_day: float
    hours_lost: float

    def __post_init__(self) -> None:
        for name in ("days", "residents_a_day", "pilgrims_a_day", "hours_lost"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: {getattr(self, name)} is below 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHours:
    """Hours lost by people; the two are never added without saying so."""

    residents: float
    pilgrims: float


def person_hours(disruptions: Iterable[Disruption]) -> PersonHours:
    """The hours that residents and pilgrims lost: Σ days × people a day × hours lost each."""
    residents = pilgrims = 0.0
    for one in disruptions:
        residents += one.days * one.residents_a_day * one.hours_lost
        pilgrims += one.days * one.pilgrims_a_day * one.hours_lost
    return PersonHours(residents=residents, pilgrims=pilgrims)


def continuity(disrupted_hours: float, scheduled_hours: float) -> float | None:
    """The share of scheduled service hours that were not disrupted, 0 … 1; None where none were
    scheduled."""
    if disrupted_hours < 0:
        raise ValueError(f"disrupted_hours: {disrupted_hours} is below 0")
    if scheduled_hours <= 0:
        return None
    return max(1 - disrupted_hours / scheduled_hours, 0.0)
