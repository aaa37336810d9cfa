"""`hamgam backup` and `hamgam restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from hamgam.web.commands.start import platform, refuse, say


def backup(place: Path | None = None) -> int:
    """Copy the register to a file while people work.

    Parameters
    ----------
    place:
        The new file; beside the data when not given.
    """
    platform()
    from hamgam.web import copies

    try:
        copy = copies.take(place or copies.default_place())
    except copies.CopyFault as fault:
        return refuse(str(fault))
    say(f"{copy.place} ({copy.size:,} bytes)")
    return 0


def restore(place: Path, *, verify: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Prove a copy (integrity, every chain) and put it in the register's place.

    Stop the server first. What stood before stays beside it under another name.

    Parameters
    ----------
    place:
        The copy.
    verify:
        Only prove it; change nothing.
    """
    platform()
    from hamgam.web import copies

    try:
        said = copies.restore(place, swap=not verify)
    except copies.CopyFault as fault:
        return refuse(str(fault))
    say(said.strip() or "no changes yet")
    say(f"{place} is whole" + ("" if verify else " and is the register now"))
    return 0
