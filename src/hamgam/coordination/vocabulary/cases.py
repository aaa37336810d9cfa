"""The words of coordination besides the states."""

from __future__ import annotations

from enum import StrEnum


class PartyRole(StrEnum):
    """Why an agency is a party."""

    OWNER = "owner"
    """Its work is at issue: nothing is agreed without its signature."""
    STAKE = "stake"
    """It has a stake in the place: it is told, and may speak."""
    BODY = "body"
    """It keeps the books of a body that the ladder reached."""


class Answer(StrEnum):
    """What a party says to a proposal."""

    SIGNED = "signed"
    DISSENTED = "dissented"


class StepKind(StrEnum):
    """What happened on the ladder."""

    REACHED = "reached"
    """The clock ran out, or somebody carried it up."""
    CONVENED = "convened"
    """The body called the parties to sit on a day."""
    SENT_BACK = "sent_back"
    DECIDED = "decided"
    REMINDED = "reminded"


class HowSettled(StrEnum):
    """By what a case was settled."""

    AGREEMENT = "agreement"
    DECISION = "decision"
    CONDITIONS = "conditions"
    """Accepted as it stands, with conditions."""


class Reinstatement(StrEnum):
    """In which class a trench is reinstated."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    """Made passable first; the permanent one is the holder's still."""
    FULL_WIDTH = "full_width"
    """The whole width of the street is paved anew."""
