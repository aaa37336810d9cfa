"""The words of asking before paving, of cooperation, of joint works."""

from __future__ import annotations

from enum import StrEnum

from hamgam.agencies.vocabulary import Sharing

HIDDEN = (Sharing.OWN.value, Sharing.RESTRICTED.value)
"""Levels of works of which nobody else may learn more than that something is there."""


class InquiryAnswer(StrEnum):
    """What a utility says of a street that is to be paved."""

    NOTHING = "nothing"
    """It plans nothing there while the surface is protected."""
    PLANNED = "planned"
    """It plans works there in days that it names."""
    DIG_BEFORE = "dig_before"
    """It must dig before the street is paved."""


class CooperationKind(StrEnum):
    """What one agency asks of another."""

    INFORMATION = "information"
    PERMIT = "permit"
    LAND = "land"
    CREW = "crew"
    MACHINE = "machine"
    MATERIAL = "material"
    MONEY = "money"
    CLOSURE_WINDOW = "closure_window"
    JOINT_DIG = "joint_dig"
    RELOCATION = "relocation"
    PUBLIC_NOTICE = "public_notice"


class TurnKind(StrEnum):
    """What happened to a request for cooperation."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    OFFERED = "offered"
    """Something else was offered instead."""
    ACCEPTED = "accepted"
    """The asker took what was offered."""
    CARRIED_UP = "carried_up"
    """The asker carried it to the next rung, with a reason."""
    REACHED = "reached"
    """Nobody answered in time: it went to the next rung by itself."""
    REMINDED = "reminded"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    """It was declined and nobody carried it up in time."""


class JointState(StrEnum):
    """Where joint works stand."""

    OPEN = "open"
    """Members dig together; others may still ask to join."""
    DONE = "done"
    DISSOLVED = "dissolved"


class MemberState(StrEnum):
    """Where an agency's work stands in joint works."""

    ASKING = "asking"
    """A late joiner whom the leader has not answered."""
    MEMBER = "member"
    REFUSED = "refused"
    LEFT = "left"
