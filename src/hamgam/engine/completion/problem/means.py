"""What the projects share: crews, money, and what ties them to each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hamgam.engine.completion.problem.limits import named, not_negative, share, unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """A crew or plant that several projects need: `capacity` units in every period.

    `calendar` holds the exceptions `(begins, ends, units)` for periods `begins` … `ends` − 1; later
    entries win.
    """

    ref: str
    capacity: int
    names: Mapping[str, str] = field(default_factory=dict)
    calendar: tuple[tuple[int, int, int], ...] = ()

    def __post_init__(self) -> None:
        named(self.ref, "crews.ref")
        not_negative(self.capacity, f"crews[{self.ref}].capacity")
        for begins, ends, units in self.calendar:
            not_negative(units, f"crews[{self.ref}].calendar")
            not_negative(ends - begins, f"crews[{self.ref}].calendar")

    def units(self, horizon: int) -> list[int]:
        """Units there are in each period of the horizon."""
        units = [self.capacity] * horizon
        for begins, ends, there in self.calendar:
            for period in range(max(begins, 0), min(ends, horizon)):
                units[period] = there
        return units


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Money approved: from period `period` on, `approved_rials` × `realisation` can be paid.

    `realisation` is φ, the share of approved money that is paid in the end.
    """

    period: int
    approved_rials: int
    realisation: float = 1.0
    year: str = ""

    def __post_init__(self) -> None:
        not_negative(self.period, "credits.period")
        not_negative(self.approved_rials, "credits.approved_rials")
        not_negative(self.realisation, "credits.realisation")

    @property
    def payable_rials(self) -> int:
        """What can really be paid: approved × φ, rounded down."""
        return math.floor(self.approved_rials * self.realisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingSource:
    """A line of money and the projects it may pay for.

    `eligible` None means all. Unspent money carries over, but what is left when a period of
    `lapses` begins is lost (the end of the fiscal year).
    """

    ref: str
    credits: tuple[Credit, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    eligible: frozenset[str] | None = None
    lapses: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        named(self.ref, "sources.ref")
        if list(self.lapses) != sorted(set(self.lapses)):
            raise ValueError(f"sources[{self.ref}].lapses: the periods do not rise")

    def pays_for(self, project: str) -> bool:
        """Whether this project may be paid from it."""
        return self.eligible is None or project in self.eligible


def ring_fenced(
    source: FundingSource, ref: str, projects: frozenset[str], part: float
) -> tuple[FundingSource, FundingSource]:
    """Set a share of a source aside for some projects: an equity floor, without a new rule.

    Gives the fenced source (named `ref`, paying for those projects only) and the rest.
    """
    share(part, "part")
    cut = [round(credit.approved_rials * part) for credit in source.credits]
    fenced = replace(
        source,
        ref=ref,
        eligible=projects if source.eligible is None else source.eligible & projects,
        credits=tuple(
            replace(credit, approved_rials=rials)
            for credit, rials in zip(source.credits, cut, strict=True)
        ),
    )
    rest = replace(
        source,
        credits=tuple(
            replace(credit, approved_rials=credit.approved_rials - rials)
            for credit, rials in zip(source.credits, cut, strict=True)
        ),
    )
    return fenced, rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Members (projects or task keys) of which no two are worked on in the same period.

    Two tasks of one member project may run together.
    """

    ref: str
    members: tuple[str, ...]
    cause: str = ""

    def __post_init__(self) -> None:
        named(self.ref, "apart.ref")
        unique(self.members, f"apart[{self.ref}].members")


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two tasks (keys) that save money when they start within `within` periods of each other."""

    a: str
    b: str
    saves_rials: float
    within: int = 0

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise ValueError(f"together.b: {self.b!r} is its own partner")
        not_negative(self.saves_rials, "together.saves_rials")
        not_negative(self.within, "together.within")
