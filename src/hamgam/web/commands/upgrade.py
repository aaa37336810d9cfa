"""`hamgam upgrade`: it works, or nothing happened."""

from __future__ import annotations

from hamgam.web.commands.start import platform, refuse, say


def upgrade() -> int:
    """Bring the database to this version: copy it first, migrate, lay the ledger's triggers.

    Running it again changes nothing. Refuses a database that a newer Hamgam wrote.
    """
    platform()
    from hamgam.web import copies
    from hamgam.web.shape import TooNew, bring_up_to_date, has_data

    try:
        if has_data():
            say(f"copied to {copies.take(copies.default_place()).place}")
        applied = bring_up_to_date()
    except (copies.CopyFault, TooNew) as fault:
        return refuse(str(fault))
    say(f"{applied} migrations applied; the ledger's triggers stand")
    return 0
