"""`hamgam audit`: is every change where it was, and as it was?"""

from __future__ import annotations

from cyclopts import App

from hamgam.web.commands.start import platform, say

audit = App(name="audit", help="The ledger: walk its chains and list what no deed explains.")


@audit.command
def verify() -> int:
    """Walk every agency's chain; names the first bad row. Exit code 1 when a chain is broken."""
    platform()
    from hamgam.ledger.chain import walk_all

    broken = 0
    for walk in walk_all():
        if walk.fault is None:
            say(f"{walk.agency}: {walk.length} changes, whole, head {walk.head[:16]}")
        else:
            broken += 1
            say(f"{walk.agency}: broken at row {walk.fault.position}: {walk.fault.reason}")
    return 1 if broken else 0


@audit.command
def unexplained() -> int:
    """List changes that belong to no fact: somebody wrote round the deeds. Exit code 1 for any."""
    platform()
    from hamgam.ledger.chain import unexplained as found

    rows = found()
    for row in rows:
        say(f"{row.agency} {row.position}: {row.operation} {row.table} {row.key} by {row.actor}")
    say(f"{len(rows)} changes without a fact")
    return 1 if rows else 0
