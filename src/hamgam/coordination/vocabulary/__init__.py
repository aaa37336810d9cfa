"""The words of coordination besides the states, one file per subject."""

from hamgam.coordination.vocabulary.cases import (
    Answer,
    HowSettled,
    PartyRole,
    Reinstatement,
    StepKind,
)
from hamgam.coordination.vocabulary.sharing import (
    HIDDEN,
    CooperationKind,
    InquiryAnswer,
    JointState,
    MemberState,
    TurnKind,
)
from hamgam.coordination.vocabulary.ties import (
    RESOLUTION_CLOCKS,
    RESOLUTION_ENDS,
    RESOLUTION_MOVES,
    STEP_ENDS,
    PolicyMeasure,
    ResolutionMove,
    ResolutionState,
    StepState,
)

__all__ = [
    "HIDDEN",
    "RESOLUTION_CLOCKS",
    "RESOLUTION_ENDS",
    "RESOLUTION_MOVES",
    "STEP_ENDS",
    "Answer",
    "CooperationKind",
    "HowSettled",
    "InquiryAnswer",
    "JointState",
    "MemberState",
    "PartyRole",
    "PolicyMeasure",
    "Reinstatement",
    "ResolutionMove",
    "ResolutionState",
    "StepKind",
    "StepState",
    "TurnKind",
]
