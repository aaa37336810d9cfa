"""The words of meetings."""

from __future__ import annotations

from enum import StrEnum


class MeetingKind(StrEnum):
    """Who meets, and what for."""

    SITE = "site"
    REVIEW = "review"
    COMMISSION = "commission"
    """The excavation commission."""
    TRAFFIC_COUNCIL = "traffic_council"
    PLANNING_COMMITTEE = "planning_committee"
    ADMINISTRATIVE_COUNCIL = "administrative_council"
    BILATERAL = "bilateral"
    """Municipality and governorate."""
    SEASON = "season"
    SPRINT = "sprint"
    COUNCIL = "council"
    WALK = "walk"


OWN_PROTOCOL = frozenset({MeetingKind.SITE, MeetingKind.COMMISSION})
"""Kinds that a capability calls by stricter rules of its own; the plain deeds do not call them."""


class PlaceKind(StrEnum):
    """Where it is held."""

    OFFICE = "office"
    SITE = "site"


class Outcome(StrEnum):
    """What an item came to; five ways to end it."""

    OPEN = "open"
    DECIDED = "decided"
    PROMISED = "promised"
    ESCALATED = "escalated"
    NEEDS_DATA = "needs_data"
    WITHDRAWN = "withdrawn"
