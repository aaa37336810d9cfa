"""The words of the standing ties between bodies: joint steps, council resolutions, policies."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class StepState(StrEnum):
    """Where a joint step («گام مشترک») stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    """The other side promised it for a day."""
    DECLINED = "declined"
    DONE = "done"
    WITHDRAWN = "withdrawn"


STEP_ENDS = frozenset({StepState.DECLINED, StepState.DONE, StepState.WITHDRAWN})
"""Without a clock; every other state has one that runs out."""


class ResolutionState(StrEnum):
    """Where a resolution of the city council stands."""

    SENT = "sent"
    """Before the conformity board («هیئت تطبیق»)."""
    OBJECTED = "objected"
    """Back at the council, with the board's reason."""
    UPHELD = "upheld"
    """The council insists: before the board that settles disputes."""
    IN_FORCE = "in_force"
    ANNULLED = "annulled"


class ResolutionMove(StrEnum):
    """What moves a resolution."""

    SILENCE = "silence"
    """The board's clock ran out: the law takes it for consent."""
    OBJECT = "object"
    AMEND = "amend"
    """The council changed it and sends it again."""
    UPHOLD = "uphold"
    CONFIRM = "confirm"
    ANNUL = "annul"


RESOLUTION_MOVES: Mapping[tuple[ResolutionState, ResolutionMove], ResolutionState] = (
    MappingProxyType(
        {
            (ResolutionState.SENT, ResolutionMove.SILENCE): ResolutionState.IN_FORCE,
            (ResolutionState.SENT, ResolutionMove.CONFIRM): ResolutionState.IN_FORCE,
            (ResolutionState.SENT, ResolutionMove.OBJECT): ResolutionState.OBJECTED,
            (ResolutionState.OBJECTED, ResolutionMove.AMEND): ResolutionState.SENT,
            (ResolutionState.OBJECTED, ResolutionMove.UPHOLD): ResolutionState.UPHELD,
            (ResolutionState.UPHELD, ResolutionMove.CONFIRM): ResolutionState.IN_FORCE,
            (ResolutionState.UPHELD, ResolutionMove.ANNUL): ResolutionState.ANNULLED,
        }
    )
)
"""Every allowed move; what is not named is refused."""

RESOLUTION_ENDS = frozenset({ResolutionState.IN_FORCE, ResolutionState.ANNULLED})

RESOLUTION_CLOCKS: Mapping[ResolutionState, str] = MappingProxyType(
    {
        ResolutionState.SENT: "conformity",
        ResolutionState.OBJECTED: "council_answer",
        ResolutionState.UPHELD: "dispute_board",
    }
)
"""The clock of the city's settings that runs in each state."""


class PolicyMeasure(StrEnum):
    """What a standing policy («سیاست پایدار») is held against; each is computed from the
    register."""

    NO_DIG_AFTER_PAVING = "no_dig_after_paving"
    """Digs that cut no street paved in the years before; the bound is in years."""
    MEETINGS_ON_SITE = "meetings_on_site"
    """Meetings of the last so many days that were held at the site."""
    TOLD_IN_TIME = "told_in_time"
    """Works told at least so many days before they begin."""
    SETTLED_BELOW = "settled_below"
    """Cases settled on a rung not above so many."""
    MINUTES_NUMBERED = "minutes_numbered"
    """Minutes signed in the last so many days that carry a letter's number."""
