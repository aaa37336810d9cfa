"""Completion's words."""

from __future__ import annotations

from enum import StrEnum


class ProposalKind(StrEnum):
    """What somebody asks of the city's portfolio."""

    PROPOSAL = "proposal"
    """Something new to build."""
    PRIORITY = "priority"
    """Something begun that should be finished sooner."""
    REMARK = "remark"


class AskedBy(StrEnum):
    """Who stands behind a proposal."""

    COUNCIL = "council"
    AGENCY = "agency"
    NEIGHBOURHOOD = "neighbourhood"


class Reply(StrEnum):
    """What was answered; every answer has its reason."""

    TAKEN = "taken"
    LATER = "later"
    DECLINED = "declined"


class Verdict(StrEnum):
    """What a stage gate was decided to do."""

    GO = "go"
    HOLD = "hold"
    """The next phase waits."""
    STOP = "stop"
    """What stands is kept in use; nothing more is begun."""
