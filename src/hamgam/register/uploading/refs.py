"""What a row without an id of its own is called: the same when the same list comes again, so that a
repeated file changes only what changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hamgam.engine.works import Work
from hamgam.exchange.persian import normalise

MARK = "~"
DIGITS = 12


def with_lasting_refs(works: Sequence[Work], stem: str) -> list[Work]:
    """The works, those that were named by their row alone (`stem:3`) named by what they are; rows
    that say the same are told apart by their order."""
    met: Counter[str] = Counter()
    return [
        replace(work, ref=_among(met, _name(work))) if work.ref.startswith(f"{stem}:") else work
        for work in works
    ]


def _among(met: Counter[str], name: str) -> str:
    met[name] += 1
    return name if met[name] == 1 else f"{name}-{met[name]}"


def _name(work: Work) -> str:
    """Days, lengths and places may be mended in the next list; what the work is stays."""
    parts = (work.project or "", work.title, work.street, work.activity.value, work.kind.value)
    text = "\x1f".join(normalise(part) for part in parts)
    return f"{MARK}{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}"
