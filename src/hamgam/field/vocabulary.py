"""The words of the field."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Rung(IntEnum):
    """How high an obstacle or an overdue promise has climbed."""

    OWNER = 0
    DEPUTY = 1
    MAYOR = 2
    GOVERNOR = 3


class Proof(StrEnum):
    """By what one knows that somebody stood at the site."""

    GPS = "gps"
    QR = "qr"
    EXCUSED = "excused"
    """Neither, with the reason written down."""


class TourState(StrEnum):
    """Where a tour is on its way from a question to the road."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REPLACED = "replaced"


class ReasonCode(StrEnum):
    """Why a promise was not kept by its day."""

    MONEY = "money"
    PERMIT = "permit"
    OTHER_AGENCY = "other_agency"
    CONTRACTOR = "contractor"
    MATERIAL = "material"
    WEATHER = "weather"
    UNCLEAR = "unclear"
    """It was never clear what had to be done."""
    OTHER = "other"


class RecordKind(StrEnum):
    """What a phone can send from the site."""

    PRESENCE = "presence"
    CONCLUSION = "conclusion"
    SIGNATURE = "signature"
    PHOTO = "photo"
    VOICE = "voice"
    """A spoken note, at most a minute."""
    PATROL = "patrol"
    """What a patrol of a district saw, with its photo and place."""
    PROGRESS = "progress"
    PROOF = "proof"
    """A promise was kept, and by what one sees it."""
    CLOSE = "close"


class RecordState(StrEnum):
    """What became of a record that was received. Whatever it is, the record is kept."""

    APPLIED = "applied"
    HELD = "held"
    """It waits for one that must come before."""
    PARALLEL = "parallel"
    """Somebody else changed the same thing meanwhile; a person must settle it."""
    REFUSED = "refused"
    """A rule refused it; a person must look at it."""
    SETTLED = "settled"


class DirectiveState(StrEnum):
    """Whether a recipient follows a directive."""

    TOLD = "told"
    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"
