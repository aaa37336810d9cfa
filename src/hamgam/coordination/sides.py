"""The two sides of the standing workspace («هم‌قدم»), and on which of them somebody stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.bridge import settling
from hamgam.kit.refusals import Refused


@dataclass(frozen=True, slots=True)
class Sides:
    """Two agencies, each with all below it."""

    first: Agency
    second: Agency

    def __iter__(self) -> Iterator[Agency]:
        return iter((self.first, self.second))

    def of(self, agency: Agency) -> Agency | None:
        """The side an agency stands on; None for one of neither."""
        return next((side for side in self if agency.path.startswith(side.path)), None)

    def other(self, agency: Agency) -> Agency:
        """The side across; refuses (`forbidden`) an agency of neither."""
        here = self.of(agency)
        if here is None:
            raise Refused("forbidden", right=Right.TAKE_STEP.value)
        return self.second if here.pk == self.first.pk else self.first


def sides() -> Sides:
    """The workspace's sides; refuses (`forbidden`) where the register does not know both."""
    keys = settling().workspace.sides
    held = {row.key: row for row in Agency.objects.filter(key__in=keys)}
    if set(held) != set(keys):
        raise Refused("forbidden", right=Right.TAKE_STEP.value)
    return Sides(held[keys[0]], held[keys[1]])


def stands_in(acting: Acting, held: Sides) -> bool:
    """Whether the actor reads for an agency of either side."""
    paths = acting.paths_with(Right.READ_REGISTER)
    return any(
        path.startswith(side.path) or side.path.startswith(path) for side in held for path in paths
    )
