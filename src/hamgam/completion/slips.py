"""What one plan moves against another: pure, dates in and slips out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

SMALLEST_DAYS = 15
"""Plans count in months: less than half of one is no slip."""


class Planned(Protocol):
    """Where a project stood in the plan before."""

    @property
    def ends(self) -> Any:
        """Its planned end, None when it was not finished in it."""

    @property
    def first(self) -> Any:
        """Its end by the first plan that named it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """How a project moves; `before` is its end by the plan before, `first` by the first plan."""

    project: str
    title: str
    before: date | None
    first: date | None
    ends: date | None
    was_planned: bool

    @property
    def days(self) -> int | None:
        """Days later than before (negative: sooner); None where one of the two is not known."""
        if self.before is None or self.ends is None:
            return None
        return (self.ends - self.before).days

    @property
    def is_dropped(self) -> bool:
        """Whether the plan before finished it and this one does not."""
        return self.before is not None and self.ends is None

    @property
    def is_later(self) -> bool:
        """Whether it slips or is dropped."""
        return self.is_dropped or (self.days or 0) >= SMALLEST_DAYS

    @property
    def is_sooner(self) -> bool:
        """Whether it comes sooner, or is finished now and was not before."""
        gained = self.was_planned and self.before is None and self.ends is not None
        return gained or (self.days or 0) <= -SMALLEST_DAYS


def slips_of(lines: Sequence[Mapping[str, Any]], before: Mapping[str, Planned]) -> dict[str, Slip]:
    """How every project of a plan's lines stands against the plan before, by its public id."""
    found = {}
    for line in lines:
        known = before.get(line["project"])
        found[line["project"]] = Slip(
            project=line["project"],
            title=line["title"],
            before=known.ends if known else None,
            first=known.first if known else None,
            ends=date.fromisoformat(line["ends"]) if line["ends"] else None,
            was_planned=known is not None,
        )
    return found
