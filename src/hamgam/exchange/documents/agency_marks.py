"""Which colour, pattern and place in the legend each agency has on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamgam.engine.works import Work

SLOTS = 12
"""More colours than these no eye tells apart; the last is shared by all that come after."""
DASHES: Mapping[int, str] = {
    3: "10 4",
    4: "2 4",
    5: "12 4 2 4",
    7: "16 3",
    9: "4 4",
    10: "3 3",
    11: "12 4 2 4 2 4",
    12: "1 5",
}
DOUBLE = frozenset({6, 8})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMark:
    """One agency on one page; `slot` is 1 to 12."""

    name: str
    slot: int
    works: int

    @property
    def dash(self) -> str:
        """The dash pattern of its line, empty for a solid one."""
        return DASHES.get(self.slot, "")

    @property
    def is_double(self) -> bool:
        """Whether its line is drawn double."""
        return self.slot in DOUBLE


def agency_marks(works: Sequence[Work]) -> list[AgencyMark]:
    """The agencies of the works, most works first, names in order where equal."""
    counts = Counter(work.agency for work in works if work.agency)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        AgencyMark(name=name, slot=min(index, SLOTS), works=count)
        for index, (name, count) in enumerate(ordered, 1)
    ]
