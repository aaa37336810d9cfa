"""What a fault of the database or of the disk is called, at every door."""

from __future__ import annotations

import errno

from django.db import DatabaseError, IntegrityError, InternalError, OperationalError

UNIQUE = "23505"
"""PostgreSQL's state for a second row where only one may stand."""
_NO_ROOM_STATES = frozenset({"53100", "53000"})
"""PostgreSQL's states for a full disk and for other means that ran out."""
_READ_ONLY_STATES = frozenset({"25006"})
"""PostgreSQL's state for a write where only reading is allowed."""
_NO_ROOM_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT})


def code_of(fault: Exception) -> str | None:
    """The refusal's code of a fault that is no mistake of the code; None for any other.

    `taken`: two asked at the same moment for what one alone may have. `no_room`: the disk is full.
    `read_only`: the database takes no writes now. `unavailable`: it did not answer, or gave up one
    of two who waited for each other.
    """
    if isinstance(fault, DatabaseError):
        return _of_database(fault)
    if isinstance(fault, OSError) and fault.errno in _NO_ROOM_ERRNOS:
        return "no_room"
    return None


def _of_database(fault: DatabaseError) -> str | None:
    state, words = getattr(fault.__cause__, "sqlstate", "") or "", str(fault)
    if isinstance(fault, IntegrityError):
        return "taken" if state == UNIQUE or "UNIQUE" in words else None
    if state in _NO_ROOM_STATES or "disk is full" in words:
        return "no_room"
    if state in _READ_ONLY_STATES or "readonly database" in words:
        return "read_only"
    return "unavailable" if isinstance(fault, OperationalError | InternalError) else None
