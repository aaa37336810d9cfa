"""`hamgam backup` and `hamgam restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from hamgam.web.commands.start import platform, refuse, say


def backup(place: Path | None = None) -> int:
    """Copy the register to a file, and its documents beside it, while people work.

    Exit code 1 when a document that the register names has no file.

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
    for digest in copy.lost:
        say(f"document {digest} has no file: put it back from an earlier copy")
    return 1 if copy.lost else 0


def restore(
    place: Path,
    *,
    verify: Annotated[bool, Parameter(negative=())] = False,
    documents: bool = True,
) -> int:
    """Prove a copy (integrity, every chain, every document) and put it in the register's place.

    Stop the server first. What stood before stays beside it under another name.

    Parameters
    ----------
    place:
        The copy.
    verify:
        Only prove it; change nothing.
    documents:
        With the documents that lie beside it; --no-documents when they are kept otherwise.
    """
    platform()
    from hamgam.web import copies

    try:
        said = copies.restore(place, swap=not verify, documents=documents)
    except copies.CopyFault as fault:
        return refuse(str(fault))
    say(said.strip() or "no changes yet")
    say(f"{place} is whole" + ("" if verify else " and is the register now"))
    return 0
