"""The words of service."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """By which way a report came."""

    WEB = "web"
    OPEN311 = "open311"
    LINE_137 = "line_137"


class State(StrEnum):
    """Where a citizen's report stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    SOLVED = "solved"
    """By the word of its owner alone."""
    CONFIRMED = "confirmed"
    """By the word of who reported it."""
    DISPUTED = "disputed"
    """Said to be solved; who reported it says no."""
    DECLINED = "declined"
    JOINED = "joined"
    """The same as another, which speaks for it."""


class Move(StrEnum):
    """What is done with a report."""

    RECEIVE = "receive"
    ANSWER = "answer"
    HAND_ON = "hand_on"
    SOLVE = "solve"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    DECLINE = "decline"
    JOIN = "join"


class Population(StrEnum):
    """Whom a survey asked."""

    RESIDENTS = "residents"
    PILGRIMS = "pilgrims"


class SurveyMode(StrEnum):
    """How a survey asked; a self-selected one is never mixed with samples."""

    FACE = "face"
    PHONE = "phone"
    SMS = "sms"
    SELF_SELECTED = "self_selected"
