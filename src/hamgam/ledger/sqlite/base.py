"""The database backend `hamgam.ledger.sqlite`.

Threads that fight for SQLite's lock wait in a spin and time out; one lock in the process hands the
turn over in order. It is held from BEGIN IMMEDIATE to COMMIT or ROLLBACK, by the connection.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

from django.db.backends.sqlite3 import base

_turn = threading.Lock()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _signature(part: str) -> str:
    from hamgam.ledger.signing import current

    value: str = getattr(current(), part)
    return value


def register_functions(handle: sqlite3.Connection) -> None:
    """Give a connection the functions the triggers call; without them every audited write fails."""
    for part in ("actor", "agency", "request"):
        handle.create_function(f"hamgam_{part}", 0, lambda part=part: _signature(part))
    handle.create_function("hamgam_sha256", 1, _sha256, deterministic=True)
    handle.create_function("hamgam_now", 0, _now)


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite with the ledger's functions and one writer at a time in this process."""

    _holds_turn = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection that can write the ledger."""
        handle: sqlite3.Connection = super().get_new_connection(conn_params)
        register_functions(handle)
        return handle

    def _start_transaction_under_autocommit(self) -> None:
        if not self._holds_turn:
            _turn.acquire()
            self._holds_turn = True
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._pass_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._pass_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._pass_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._pass_turn()

    def _pass_turn(self) -> None:
        if self._holds_turn:
            self._holds_turn = False
            _turn.release()
