"""The words that models, rights and the API share."""

from __future__ import annotations

from enum import StrEnum


class AgencyKind(StrEnum):
    """What an agency is to the city."""

    MUNICIPALITY = "municipality"
    DEPUTYSHIP = "deputyship"
    DISTRICT = "district"
    AFFILIATE = "affiliate"
    COUNCIL = "council"
    STATE = "state"
    UTILITY = "utility"
    ENDOWMENT = "endowment"
    CONTRACTOR = "contractor"


class Role(StrEnum):
    """What a post carries; a post's rights follow from it (`rights.py`)."""

    ADMINISTRATOR = "administrator"
    HEAD = "head"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    OFFICER = "officer"
    FINANCE = "finance"
    FIELD = "field"
    COUNCIL = "council"
    """A council member: reads what all agencies read, changes nothing."""
    VIEWER = "viewer"


class Sharing(StrEnum):
    """Who may see a row, widest first."""

    PUBLIC = "public"
    AGENCIES = "agencies"
    PARTIES = "parties"
    OWN = "own"
    RESTRICTED = "restricted"
    """«پدافند»: other agencies see a shadow as wide as the street; the public sees nothing."""


class Channel(StrEnum):
    """By which road a message reaches a person."""

    EMAIL = "email"
    SMS = "sms"
    BALE = "bale"


class Rhythm(StrEnum):
    """How often a person wants to be written to."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    """Once on each working day, in the morning."""
    WEEKLY = "weekly"
    """Once a week, on its first working day."""
