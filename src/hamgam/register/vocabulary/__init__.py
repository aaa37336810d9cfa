"""The register's words, one file per subject; what a work is stands in `engine.works`."""

from hamgam.register.vocabulary.meetings import (
    OWN_PROTOCOL,
    MeetingKind,
    Outcome,
    PlaceKind,
)
from hamgam.register.vocabulary.rivals import (
    RivalState,
)
from hamgam.register.vocabulary.works import (
    AcceptanceKind,
    DuplicateState,
    ExtensionCause,
    FindingState,
    FundingSource,
    ProjectClass,
    SolveState,
    SolveWish,
    StakeKind,
    Status,
    TrialState,
    WindowKind,
)

__all__ = [
    "OWN_PROTOCOL",
    "AcceptanceKind",
    "DuplicateState",
    "ExtensionCause",
    "FindingState",
    "FundingSource",
    "MeetingKind",
    "Outcome",
    "PlaceKind",
    "ProjectClass",
    "RivalState",
    "SolveState",
    "SolveWish",
    "StakeKind",
    "Status",
    "TrialState",
    "WindowKind",
]
