"""The states of a citizen's report and the moves each allows; pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamgam.service.vocabulary import Move, State

_OPEN = (State.RECEIVED, State.ANSWERED, State.DISPUTED)
OPEN = frozenset(_OPEN)
"""Its owner has something to do."""
MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        **{(state, Move.ANSWER): State.ANSWERED for state in _OPEN},
        **{(state, Move.HAND_ON): state for state in _OPEN},
        **{(state, Move.SOLVE): State.SOLVED for state in _OPEN},
        **{(state, Move.DECLINE): State.DECLINED for state in _OPEN},
        **{(state, Move.JOIN): State.JOINED for state in _OPEN},
        (State.SOLVED, Move.CONFIRM): State.CONFIRMED,
        (State.SOLVED, Move.DISPUTE): State.DISPUTED,
        (State.DECLINED, Move.DISPUTE): State.DISPUTED,
    }
)


def after(state: State, move: Move) -> State | None:
    """The state a move leads to; None where it is not allowed."""
    return MOVES.get((state, move))
