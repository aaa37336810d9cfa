"""Anchors: where every chain stood on a day, written down outside the database.

Whoever may drop triggers can rewrite a chain from some row on, and every link will fit. He cannot
rewrite the anchors that were mailed or carried away meanwhile: a rewritten chain does not pass
through them. Each anchor names the hash of the anchor before it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785

from hamgam.ledger.chain import Break
from hamgam.ledger.models import Change, Head


class AnchorFault(Exception):  # noqa: N818 - shown to a person as it stands
    """A file of anchors that is none, or was altered; the sentence says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where the chains stood: length and hash by agency, and the hash of the anchor before."""

    at: str
    heads: Mapping[str, tuple[int, str]]
    prev: str

    def line(self) -> str:
        """One line of canonical JSON (RFC 8785)."""
        heads: dict[str, dict[str, int | str]] = {
            agency: {"hash": digest, "length": length}
            for agency, (length, digest) in self.heads.items()
        }
        told: dict[str, Any] = {"at": self.at, "heads": heads, "prev": self.prev}
        return rfc8785.dumps(told).decode()


def hash_of(line: str) -> str:
    """The hash by which the next anchor names a line."""
    return hashlib.sha256(line.encode()).hexdigest()


def _read_line(line: str, number: int) -> Anchor:
    try:
        told = json.loads(line)
        heads = {
            str(agency): (int(head["length"]), str(head["hash"]))
            for agency, head in told["heads"].items()
        }
        return Anchor(at=str(told["at"]), heads=heads, prev=str(told["prev"]))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise AnchorFault(f"Line {number} is no anchor.") from fault


def read_anchors(text: str) -> list[Anchor]:
    """The anchors of a file's text, the oldest first.

    Raises AnchorFault for a line that is none, or that does not continue the line before it; the
    first line may continue one that is not in the file.
    """
    found: list[Anchor] = []
    prev: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        anchor = _read_line(line, number)
        if prev is not None and anchor.prev != prev:
            raise AnchorFault(f"Line {number} does not continue the line before it.")
        prev = hash_of(line)
        found.append(anchor)
    return found


def anchor_now(now: datetime, prev: str) -> Anchor:
    """Where every chain stands; one query."""
    rows = Head.objects.order_by("agency").values_list("agency", "length", "hash")
    heads = {agency: (length, digest) for agency, length, digest in rows}
    return Anchor(at=now.astimezone(UTC).isoformat(timespec="seconds"), heads=heads, prev=prev)


def drop_anchor(file: Path, now: datetime) -> str:
    """Append where the chains stand to a file, durable before it returns; the line."""
    held = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    line = anchor_now(now, hash_of(held[-1]) if held else "").line()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{line}\n")
        out.flush()
        os.fsync(out.fileno())
    return line


def _reason(anchor: Anchor, change: Change | None, digest: str, length: int) -> str | None:
    if length == 0:
        return None
    if change is None:
        return f"the anchor of {anchor.at} holds row {length}, and the chain does not reach it"
    if change.hash != digest:
        return f"it is not the row that the anchor of {anchor.at} holds"
    return None


def breaks(anchors: Sequence[Anchor]) -> Iterator[Break]:
    """For each chain the first anchor it does not pass through. Says nothing about the links
    between the rows: `chain.walk` does."""
    broken: set[str] = set()
    for anchor in anchors:
        for agency, (length, digest) in sorted(anchor.heads.items()):
            if agency in broken:
                continue
            change = Change.objects.filter(agency=agency, position=length).first()
            if reason := _reason(anchor, change, digest, length):
                broken.add(agency)
                yield Break(agency=agency, position=length, reason=reason)
