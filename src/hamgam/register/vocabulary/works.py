"""The words of projects, windows, findings and solves; what a work is stands in `engine.works`."""

from __future__ import annotations

from enum import StrEnum


class ProjectClass(StrEnum):
    """How big a project is to the city."""

    ORDINARY = "ordinary"
    MEGA = "mega"


class Status(StrEnum):
    """Where a project stands; derived by `status.py`, never typed."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    READY = "ready"
    UNDER_WAY = "under_way"
    SLOW = "slow"
    STALLED = "stalled"
    SUSPENDED = "suspended"
    PROVISIONALLY_ACCEPTED = "provisionally_accepted"
    IN_SERVICE = "in_service"
    FINALLY_ACCEPTED = "finally_accepted"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"


class WindowKind(StrEnum):
    """Why a work or task has a window of days."""

    STATED = "stated"
    """What its agency told."""
    AGREED = "agreed"
    """Settled between agencies."""
    PLANNED = "planned"
    """Adopted with a plan."""
    BLOCKED = "blocked"
    """An obstacle stands in the way, from `opened` until `cleared`."""


class StakeKind(StrEnum):
    """What ties an agency to a place."""

    ASSET = "asset"
    CORRIDOR = "corridor"
    ZONE = "zone"
    SUBJECT = "subject"


class FundingSource(StrEnum):
    """Where a project's money comes from."""

    MUNICIPAL = "municipal"
    STATE_CREDIT = "state_credit"
    PARTICIPATION_BONDS = "participation_bonds"
    TREASURY_PAPERS = "treasury_papers"
    BARTER = "barter"
    PARTNERSHIP = "partnership"
    BENEFACTOR = "benefactor"


class AcceptanceKind(StrEnum):
    """What was accepted from the contractor."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class ExtensionCause(StrEnum):
    """Why a contract was given more time; the letters are those of the obstacle taxonomy."""

    FINANCING = "F"
    LAND = "L"
    UTILITIES = "U"
    PERMITS = "P"
    CONTRACTOR = "C"
    DESIGN = "D"
    LEGAL = "K"
    GOVERNANCE = "G"
    SUPPLY = "M"
    SOCIAL = "S"
    NATURE = "W"
    CALENDAR = "N"


class FindingState(StrEnum):
    """Where a finding stands with the people it concerns."""

    OPEN = "open"
    DISMISSED = "dismissed"
    """Set aside with a reason, until either side changes."""
    LAPSED = "lapsed"
    """No longer found."""


class DuplicateState(StrEnum):
    """Where a proposal to merge two records stands."""

    PROPOSED = "proposed"
    MERGED = "merged"
    REJECTED = "rejected"


class SolveState(StrEnum):
    """Where a long computation stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    """Its workers died too often; a person may start it again."""


class SolveWish(StrEnum):
    """What a person wants of a computation that runs."""

    ENOUGH = "enough"
    """End now with the best so far."""
    CANCEL = "cancel"
    """End now with nothing."""


class TrialState(StrEnum):
    """Where the trial of a rule stands."""

    WAITING = "waiting"
    DONE = "done"
