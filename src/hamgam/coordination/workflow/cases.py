"""Where a case stands and where it may go: a plain table, read by every deed and by the tests.

An end is a state without moves. Whatever is no end has a clock that runs out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    """There is a case; no way to settle it was found yet."""
    OPTIONS = "options"
    """Ways to settle it lie on the table."""
    PROPOSED = "proposed"
    COUNTERED = "countered"
    """The other side proposed something else."""
    AGREED = "agreed"
    """Every owner signed: a preliminary agreement («توافق اولیه»), until the letters stand."""
    BOUND = "bound"
    """Agreed, decided or accepted, with its letters: the days are written on the shared table."""
    DECIDED = "decided"
    """The competent body decided; its letter is awaited."""
    CARRIED_OUT = "carried_out"
    BROKEN = "broken"
    LAPSED = "lapsed"
    """The overlap went away before anything was settled."""


class Move(StrEnum):
    """What moves a case."""

    COMPUTE = "compute"
    PROPOSE = "propose"
    COUNTER = "counter"
    SIGN_LAST = "sign_last"
    """The last owner's signature."""
    DISSENT = "dissent"
    DECIDE = "decide"
    BIND = "bind"
    KEEP = "keep"
    BREAK = "break"
    LAPSE = "lapse"
    REOPEN = "reopen"
    """A work was changed by its agency before the agreement bound."""


_UNSETTLED = (State.OPENED, State.OPTIONS, State.PROPOSED, State.COUNTERED)

MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        (State.OPENED, Move.COMPUTE): State.OPTIONS,
        (State.OPTIONS, Move.COMPUTE): State.OPTIONS,
        (State.PROPOSED, Move.COMPUTE): State.OPTIONS,
        (State.COUNTERED, Move.COMPUTE): State.OPTIONS,
        (State.OPTIONS, Move.PROPOSE): State.PROPOSED,
        (State.PROPOSED, Move.COUNTER): State.COUNTERED,
        (State.COUNTERED, Move.COUNTER): State.COUNTERED,
        (State.PROPOSED, Move.SIGN_LAST): State.AGREED,
        (State.COUNTERED, Move.SIGN_LAST): State.AGREED,
        (State.PROPOSED, Move.DISSENT): State.OPTIONS,
        (State.COUNTERED, Move.DISSENT): State.OPTIONS,
        **{(state, Move.DECIDE): State.DECIDED for state in _UNSETTLED},
        (State.AGREED, Move.BIND): State.BOUND,
        (State.DECIDED, Move.BIND): State.BOUND,
        (State.BOUND, Move.KEEP): State.CARRIED_OUT,
        (State.BOUND, Move.BREAK): State.BROKEN,
        **{(state, Move.LAPSE): State.LAPSED for state in _UNSETTLED},
        (State.AGREED, Move.REOPEN): State.OPTIONS,
    }
)
"""Every allowed move; what is not named is refused."""

ENDS = frozenset({State.CARRIED_OUT, State.BROKEN, State.LAPSED})
UNSETTLED = frozenset(_UNSETTLED)
"""Nothing is settled yet: the ladder's clock runs."""
UNBOUND = frozenset({State.AGREED, State.DECIDED})
"""Settled, and its letters are awaited."""
OPEN = frozenset(State) - ENDS
ON_THE_TABLE = frozenset({State.PROPOSED, State.COUNTERED})
"""A proposal stands and may be signed."""


def after(state: State, move: Move) -> State | None:
    """Where a move leads; None when it is not allowed there."""
    return MOVES.get((state, move))


def all_signed(owners: Iterable[str], signed: Iterable[str]) -> bool:
    """Whether every owner signed; a case without owners is never signed."""
    needed = set(owners)
    return bool(needed) and needed <= set(signed)
