"""What one search brought, with all that a reader of it needs: the writers' one argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.findings import Consequence, Finding, FindingKind, Severity
from hamgam.engine.overlaps.rules import Rule
from hamgam.engine.works import Certainty, Work, Zone
from hamgam.exchange.misread import Misread

_GRAVITY = {consequence: rank for rank, consequence in enumerate(Consequence)}
_WEIGHT = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetLine:
    """A street of the ground map. `rank` 0 is a freeway, 1 an artery, 2 the rest."""

    names: Mapping[str, str]
    wkb: bytes
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The city under the findings, as far as it is known."""

    names: Mapping[str, str] = field(default_factory=dict)
    streets: Sequence[StreetLine] = ()
    zones: Sequence[Zone] = ()
    is_schematic: bool = False
    attribution: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Report:
    """Works, what was found among them, and what could not be read.

    `rules` holds the rules by id; it is empty in a search without rules. `pack` is the key of the
    rule pack, None without rules.
    """

    works: Sequence[Work]
    findings: Sequence[Finding]
    today: date
    misread: Sequence[Misread] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    pack: str | None = None
    windows: Sequence[SeasonWindow] = ()
    ground: Ground = field(default_factory=Ground)
    is_demo: bool = False

    @cached_property
    def by_ref(self) -> Mapping[str, Work]:
        """The works by their public reference."""
        return {work.ref: work for work in self.works}

    def sides(self, finding: Finding) -> tuple[Work | None, Work | None]:
        """The one or two works that a finding speaks of."""
        other = None if finding.b is None else self.by_ref.get(finding.b)
        return self.by_ref.get(finding.a), other

    @cached_property
    def ordered(self) -> list[Finding]:
        """The findings, gravest first: consequence, severity, more shared days, nearer."""
        return sorted(self.findings, key=_weight)

    @property
    def blocking(self) -> int:
        """How many findings say that a work must not begin."""
        return sum(finding.consequence is Consequence.BLOCK for finding in self.findings)

    @property
    def chances(self) -> int:
        """How many findings say that a street could be dug once."""
        return sum(finding.kind is FindingKind.CHANCE for finding in self.findings)

    @property
    def unplaced(self) -> list[Work]:
        """The works whose list does not tell where they are."""
        return [work for work in self.works if not work.is_placed]

    @property
    def undated(self) -> list[Work]:
        """The works whose list does not tell when they are."""
        return [work for work in self.works if not work.is_dated]

    @property
    def street_only(self) -> int:
        """How many findings rest on a place that is the whole street."""
        return sum(finding.certainty is Certainty.STREET_ONLY for finding in self.findings)

    def owners(self, finding: Finding) -> Iterator[str]:
        """The agencies on either side, as far as they are told."""
        for work in self.sides(finding):
            if work is not None and work.agency:
                yield work.agency


def _weight(finding: Finding) -> tuple[int, int, int, int, float, str]:
    return (
        len(_GRAVITY) if finding.consequence is None else _GRAVITY[finding.consequence],
        len(_WEIGHT) if finding.severity is None else _WEIGHT[finding.severity],
        -finding.overlap_days,
        finding.gap_days or 0,
        finding.distance_m or 0.0,
        finding.id,
    )
