"""`hamgam upgrade`: it works, or nothing happened."""

from __future__ import annotations

from pathlib import Path

from hamgam.web.commands.start import platform, refuse, say


def upgrade() -> int:
    """Bring the database to this version: copy it first, migrate, lay the ledger's triggers.

    Running it again changes nothing. When a step fails, the register is as it was before. Refuses
    a database that a newer Hamgam wrote. Stop the server first.
    """
    platform()
    from hamgam.web import copies
    from hamgam.web.shape import NotUpgraded, TooNew, has_data, refuse_newer

    try:
        refuse_newer()
        copy = copies.take(copies.default_place()).place if has_data() else None
        if copy:
            say(f"copied to {copy}")
        applied = _or_nothing(copy)
    except (copies.CopyFault, TooNew, NotUpgraded) as fault:
        return refuse(str(fault))
    say(f"{applied} migrations applied; the ledger's triggers stand")
    return 0


def _or_nothing(copy: Path | None) -> int:
    """Upgrade; when a step fails, put the copy back and raise NotUpgraded."""
    from django.db import connection

    from hamgam.web import copies
    from hamgam.web.shape import NotUpgraded, bring_up_to_date

    try:
        return bring_up_to_date()
    except Exception as fault:
        # A migration may raise anything.
        if copy and connection.vendor == "sqlite":
            copies.put_in_place(copy)
        told = f"{type(fault).__name__}: {fault}"
        raise NotUpgraded(f"Nothing was changed, because a step failed: {told}.") from fault
