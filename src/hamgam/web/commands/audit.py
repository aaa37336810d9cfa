"""`hamgam audit`: is every change where it was, and as it was?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from hamgam.web.commands.start import BAD_INPUT, platform, refuse, say

audit = App(name="audit", help="The ledger: walk its chains and list what no deed explains.")


def _broken_anchors(file: Path) -> int | None:
    """How many chains do not pass through the anchors of a file; None when it holds none."""
    from hamgam.ledger.anchors import AnchorFault, breaks, read_anchors

    try:
        anchors = read_anchors(file.read_text(encoding="utf-8"))
    except (AnchorFault, OSError, UnicodeDecodeError) as fault:
        refuse(f"{file}: {fault}")
        return None
    found = list(breaks(anchors))
    for off in found:
        say(f"{off.agency}: broken at row {off.position}: {off.reason}")
    say(f"{len(anchors)} anchors, {len(found)} chains beside them")
    return len(found)


@audit.command
def verify(*, anchors: Annotated[Path | None, Parameter(name="--anchors")] = None) -> int:
    """Walk every agency's chain; names the first bad row. Exit code 1 when a chain is broken.

    Parameters
    ----------
    anchors:
        A file of anchors, kept elsewhere, that every chain must pass through.
    """
    platform()
    from hamgam.ledger.chain import walk_all

    broken = 0
    for walk in walk_all():
        if walk.fault is None:
            say(f"{walk.agency}: {walk.length} changes, whole, head {walk.head[:16]}")
        else:
            broken += 1
            say(f"{walk.agency}: broken at row {walk.fault.position}: {walk.fault.reason}")
    beside = 0 if anchors is None else _broken_anchors(anchors)
    return BAD_INPUT if beside is None else int(bool(broken or beside))


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
