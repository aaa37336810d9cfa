"""What one search brought, with all that a reader of it needs: the writers' one argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.findings import Consequence, Finding, FindingKind
from hamgam.engine.overlaps.found import KINDS, Findings
from hamgam.engine.overlaps.rules import Rule
from hamgam.engine.overlaps.summary import Summary, summary
from hamgam.engine.works import Certainty, Work
from hamgam.exchange.city.values import City
from hamgam.exchange.misread import Misread

NEAR_DEGREES = 0.001
"""About 100 m; enough to say which street is meant, not to measure."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Works, what was found among them, and what could not be read.

    `pack` is the key of the rule pack, None in a search without rules. `since` is the day before
    which nothing was searched, None when all times were. `notes` tell how the files were read.
    """

    found: Findings
    today: date
    since: date | None = None
    misread: Sequence[Misread] = ()
    notes: Sequence[str] = ()
    pack: str | None = None
    city: City | None = None
    is_demo: bool = False
    options: Mapping[str, Sequence[Mapping[str, object]]] | None = None
    """By finding, the ways to settle it as programs read them; None where none were asked for."""

    @property
    def works(self) -> Sequence[Work]:
        """The works that were searched, in the order of the files."""
        return self.found.works

    @property
    def windows(self) -> Sequence[SeasonWindow]:
        """The dated seasons that were judged."""
        return self.found.windows

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings, gravest first, places and all; the first look takes its time."""
        return list(self.found)

    @cached_property
    def by_ref(self) -> Mapping[str, Work]:
        """The works by their public reference."""
        return {work.ref: work for work in self.works}

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The pack's rules by id."""
        return {rule.id: rule for rule in self.found.rules}

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        ids = self.found.ids
        return {ids[row]: row for row in range(len(ids))}

    def said(self, finding: Finding, language: str) -> str:
        """What the finding's rule says about it; dates are ISO text. Empty without a rule."""
        return self.found.sentence(self._rows[finding.id], language)

    def gravest(self, count: int) -> list[Finding]:
        """The first findings alone; no other is built for them."""
        return self.found.findings(self.found.order[:count])

    def gravest_of_rule(self, rule: str) -> Finding:
        """The gravest finding of a rule that found something."""
        return self._first(self.found.verdicts.rule == list(self.rules).index(rule))

    def gravest_of_kind(self, kind: FindingKind) -> Finding:
        """The gravest finding of a kind that was found."""
        return self._first(self.found.verdicts.kind == KINDS.index(kind))

    def _first(self, chosen: npt.NDArray[np.bool_]) -> Finding:
        order = self.found.order
        return self.found.findings(order[chosen[order]][:1])[0]

    def season(self, finding: Finding) -> SeasonWindow | None:
        """The season that a finding's work stands in, None where the finding is about none."""
        return self.found.window_of(self._rows[finding.id])

    def sides(self, finding: Finding) -> tuple[Work | None, Work | None]:
        """The one or two works that a finding speaks of."""
        other = None if finding.b is None else self.by_ref.get(finding.b)
        return self.by_ref.get(finding.a), other

    @cached_property
    def _street_tree(self) -> shapely.STRtree:
        return shapely.STRtree([street.line for street in self.city.streets] if self.city else [])

    def street_near(self, finding: Finding) -> Mapping[str, str] | None:
        """The names of the city's street that a finding lies on, or within about 100 m of."""
        if self.city is None or not finding.places:
            return None
        spot = finding.places[0].geometry.centroid
        if spot.is_empty:
            return None
        near = self._street_tree.query_nearest(spot, max_distance=NEAR_DEGREES, all_matches=False)
        return self.city.streets[int(near[0])].names if len(near) else None

    def owners(self, finding: Finding) -> Iterator[str]:
        """The agencies on either side, as far as they are told."""
        for work in self.sides(finding):
            if work is not None and work.agency:
                yield work.agency

    @property
    def past(self) -> int:
        """How many works lie wholly before the day that the search looked from."""
        return sum(work.ends is not None and work.ends < self.today for work in self.works)

    @cached_property
    def _agency_names(self) -> Mapping[str, Mapping[str, str]]:
        agencies = self.city.agencies if self.city else ()
        return {name: agency.names for agency in agencies for name in agency.names.values()}

    def agency_in(self, agency: str, language: str) -> str:
        """An agency's name in a language where the city knows it, else as its list writes it."""
        names = self._agency_names.get(agency)
        return names[language] if names else agency

    @cached_property
    def counted(self) -> Summary:
        """The counts of the findings, over their columns: no finding is built for them."""
        return summary(self.found)

    @property
    def blocking(self) -> int:
        """How many findings say that a work must not begin."""
        return self.counted.by_consequence.get(Consequence.BLOCK, 0)

    @property
    def chances(self) -> int:
        """How many findings say that a street could be dug once."""
        return self.counted.by_kind.get(FindingKind.CHANCE, 0)

    @property
    def street_only(self) -> int:
        """How many findings rest on a place that is the whole street."""
        return self.counted.by_certainty.get(Certainty.STREET_ONLY, 0)

    @property
    def unplaced(self) -> list[Work]:
        """The works whose list does not tell where they are."""
        return [work for work in self.works if not work.is_placed]

    @property
    def undated(self) -> list[Work]:
        """The works whose list does not tell when they are."""
        return [work for work in self.works if not work.is_dated]
