"""Where an application to dig stands and where it may go, as a plain table.

Silence never grants: no move leads to a permit but the commission's own, save the report of an
emergency, which must be completed within the city's hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class DigState(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    ON_AGENDA = "on_agenda"
    GRANTED = "granted"
    REFUSED = "refused"
    EMERGENCY = "emergency"
    """Told by phone: digging goes on, the report is to be completed."""
    REINSTATED = "reinstated"
    REPAIRED = "repaired"
    """Overdue: the municipality repaired it and bills the cost with the surcharge."""
    IN_WARRANTY = "in_warranty"
    """Inspected and passed; the warranty runs."""
    CLOSED = "closed"


class DigMove(StrEnum):
    """What moves it."""

    PUT_ON_AGENDA = "put_on_agenda"
    GRANT = "grant"
    REFUSE = "refuse"
    DEFER = "defer"
    EXTEND = "extend"
    COMPLETE = "complete"
    REINSTATE = "reinstate"
    REPAIR = "repair"
    PASS = "pass"  # noqa: S105 - the outcome of an inspection
    FAIL = "fail"
    END_WARRANTY = "end_warranty"


_S, _M = DigState, DigMove
DIG_MOVES: Mapping[tuple[DigState, DigMove], DigState] = MappingProxyType(
    {
        (_S.APPLIED, _M.PUT_ON_AGENDA): _S.ON_AGENDA,
        (_S.APPLIED, _M.GRANT): _S.GRANTED,
        (_S.ON_AGENDA, _M.GRANT): _S.GRANTED,
        (_S.ON_AGENDA, _M.REFUSE): _S.REFUSED,
        (_S.ON_AGENDA, _M.DEFER): _S.APPLIED,
        (_S.GRANTED, _M.EXTEND): _S.GRANTED,
        (_S.GRANTED, _M.REINSTATE): _S.REINSTATED,
        (_S.GRANTED, _M.REPAIR): _S.REPAIRED,
        (_S.EMERGENCY, _M.COMPLETE): _S.GRANTED,
        (_S.REINSTATED, _M.PASS): _S.IN_WARRANTY,
        (_S.REINSTATED, _M.FAIL): _S.GRANTED,
        (_S.REPAIRED, _M.PASS): _S.IN_WARRANTY,
        (_S.IN_WARRANTY, _M.END_WARRANTY): _S.CLOSED,
    }
)
DIG_ENDS = frozenset({DigState.REFUSED, DigState.CLOSED})
WAITING = frozenset({DigState.APPLIED, DigState.ON_AGENDA})
OPEN_TRENCH = frozenset({DigState.GRANTED, DigState.EMERGENCY})
"""A trench may stand open."""


def dig_after(state: DigState, move: DigMove) -> DigState | None:
    """Where a move leads; None when it is not allowed there."""
    return DIG_MOVES.get((state, move))
