"""Where a request for cooperation stands and where it may go, as a plain table.

An end is a state without moves; whatever is no end has a clock that runs out. Silence answers
nothing: it carries a request up, or reminds of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CooperationState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    OFFERED = "offered"
    """The other side offered something else; the asker is to answer."""
    DECLINED = "declined"
    """No, with a reason; the asker may still carry it up."""
    GRANTED = "granted"
    """Yes, or an offer that was taken; its carrying out is awaited."""
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    """Declined, and not carried up in time."""


class CooperationMove(StrEnum):
    """What moves it."""

    GRANT = "grant"
    DECLINE = "decline"
    OFFER = "offer"
    ACCEPT = "accept"
    CARRY_UP = "carry_up"
    FULFIL = "fulfil"
    WITHDRAW = "withdraw"
    CLOSE = "close"


_S, _M = CooperationState, CooperationMove
COOPERATION_MOVES: Mapping[tuple[CooperationState, CooperationMove], CooperationState] = (
    MappingProxyType(
        {
            (_S.ASKED, _M.GRANT): _S.GRANTED,
            (_S.ASKED, _M.DECLINE): _S.DECLINED,
            (_S.ASKED, _M.OFFER): _S.OFFERED,
            (_S.ASKED, _M.CARRY_UP): _S.ASKED,
            (_S.ASKED, _M.WITHDRAW): _S.WITHDRAWN,
            (_S.OFFERED, _M.ACCEPT): _S.GRANTED,
            (_S.OFFERED, _M.CARRY_UP): _S.ASKED,
            (_S.OFFERED, _M.WITHDRAW): _S.WITHDRAWN,
            (_S.DECLINED, _M.CARRY_UP): _S.ASKED,
            (_S.DECLINED, _M.CLOSE): _S.CLOSED,
            (_S.GRANTED, _M.FULFIL): _S.FULFILLED,
            (_S.GRANTED, _M.CARRY_UP): _S.ASKED,
        }
    )
)
"""Every allowed move; what is not named is refused."""

COOPERATION_ENDS = frozenset({_S.FULFILLED, _S.WITHDRAWN, _S.CLOSED})
COOPERATION_OPEN = frozenset(_S) - COOPERATION_ENDS


def cooperation_after(state: CooperationState, move: CooperationMove) -> CooperationState | None:
    """Where a move leads; None when it is not allowed there."""
    return COOPERATION_MOVES.get((state, move))
