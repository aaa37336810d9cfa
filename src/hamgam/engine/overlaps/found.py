"""Findings as columns: a million of them cost little until one is looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.findings import Consequence, Finding, FindingKind, Place, Severity, identity
from hamgam.engine.overlaps.places import places_of
from hamgam.engine.overlaps.rules import Rule
from hamgam.engine.overlaps.sentences import sentence_of
from hamgam.engine.overlaps.verdicts import CONSEQUENCE_RANK, NONE, Verdicts
from hamgam.engine.works import CERTAINTY_RANK, Certainty, Work, Zone

KINDS = tuple(FindingKind)
SEVERITIES = tuple(Severity)
CONSEQUENCES = tuple(Consequence)
CERTAINTIES = tuple(Certainty)
PLACES_AT_ONCE = 512
"""Findings whose places are cut in one go."""


@dataclass(frozen=True)
class Findings:
    """m findings over the works, gravest first, in an order that the input's order never changes.

    Iterating yields `Finding`s with identities and places; the columns cost nothing.
    """

    works: Sequence[Work]
    rules: Sequence[Rule]
    verdicts: Verdicts
    """In no particular order: `order` sorts them."""
    epsg: int
    """The metric system of distances and reaches."""
    zones: Sequence[Zone] = ()
    windows: Sequence[SeasonWindow] = field(default=())

    def __len__(self) -> int:
        return len(self.verdicts)

    @cached_property
    def order(self) -> npt.NDArray[np.int64]:
        """(m,) rows in listing order: severity, consequence, days shared, gap, distance, works."""
        verdicts = self.verdicts
        ranks = self._ref_ranks
        first, second = self.sides
        other = np.where(second < 0, -1, ranks[second]) if len(ranks) else second
        return np.lexsort(
            (
                verdicts.rule,
                other,
                ranks[first] if len(ranks) else first,
                verdicts.distance_m,
                verdicts.gap_days,
                -verdicts.overlap_days,
                verdicts.consequence,
                verdicts.severity,
            )
        )

    @cached_property
    def _ref_ranks(self) -> npt.NDArray[np.int64]:
        """(n,) place of each reference in alphabetical order; equal references share one."""
        refs = [work.ref for work in self.works]
        place = {ref: rank for rank, ref in enumerate(sorted(set(refs)))}
        return np.asarray([place[ref] for ref in refs], dtype=np.int64)

    @cached_property
    def sides(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """(m,) the works of side a and b: as the rule orders them, else by reference."""
        a, b = self.verdicts.a, self.verdicts.b
        ordered = np.asarray([rule.is_ordered for rule in self.rules] + [False])
        ranks = self._ref_ranks
        if not len(ranks):
            return a, b
        turned = ~ordered[self.verdicts.rule] & (b >= 0) & (ranks[a] > ranks[b])
        return np.where(turned, b, a), np.where(turned, a, b)

    @cached_property
    def certainty(self) -> npt.NDArray[np.uint8]:
        """(m,) rank of the less sure side."""
        ranks = np.asarray([CERTAINTY_RANK[work.certainty] for work in self.works], dtype=np.uint8)
        a, b = self.verdicts.a, self.verdicts.b
        return np.maximum(ranks[a], ranks[np.where(b < 0, a, b)]) if len(ranks) else ranks

    @cached_property
    def ids(self) -> list[str]:
        """(m,) identities as `findings.identity` gives them, row by row of the verdicts."""
        names = [work.ref.encode() for work in self.works]
        parts = [_part(name) for name in names]
        rules = [*(_part(rule.known_as.encode()) for rule in self.rules), _part(b"")]
        alone = _part(b"")
        digest = hashlib.blake2b
        found = []
        verdicts = self.verdicts
        for a, b, rule in zip(
            verdicts.a.tolist(), verdicts.b.tolist(), verdicts.rule.tolist(), strict=True
        ):
            if b < 0:
                octets = alone + parts[a] + rules[rule]
            elif names[a] <= names[b]:
                octets = parts[a] + parts[b] + rules[rule]
            else:
                octets = parts[b] + parts[a] + rules[rule]
            found.append(digest(octets, digest_size=16).hexdigest())
        return found

    @property
    def blocks(self) -> bool:
        """Whether anything found is blocked by its rule."""
        return bool((self.verdicts.consequence == CONSEQUENCE_RANK[Consequence.BLOCK]).any())

    def take(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Findings:
        """The findings chosen by a mask or by rows."""
        return Findings(
            self.works, self.rules, self.verdicts.take(chosen), self.epsg, self.zones, self.windows
        )

    def __iter__(self) -> Iterator[Finding]:
        order = self.order
        for start in range(0, len(order), PLACES_AT_ONCE):
            yield from self.findings(order[start : start + PLACES_AT_ONCE])

    def findings(self, rows: npt.NDArray[np.int64]) -> list[Finding]:
        """The findings of some rows, places cut together; O(rows) but for the identities."""
        places = self.places(rows)
        first, second = self.sides
        return [
            self._finding(int(row), (int(first[row]), int(second[row])), place)
            for row, place in zip(rows, places, strict=True)
        ]

    def places(self, rows: npt.NDArray[np.int64]) -> list[tuple[Place, ...]]:
        """The places that matter, for each of some rows."""
        return places_of(self.works, self.verdicts.take(rows), self.epsg, self._zones_of(rows))

    def _zones_of(self, rows: npt.NDArray[np.int64]) -> list[list[Zone]]:
        """For each row the zones of the season met; none where the season is the whole city's."""
        by_name: dict[str, list[Zone]] = {}
        for zone in self.zones:
            for name in {zone.key, zone.kind.value}:
                by_name.setdefault(name, []).append(zone)
        met = self.verdicts.window[rows].tolist()
        return [by_name.get(self.windows[window].zone, []) if window >= 0 else [] for window in met]

    def rule_of(self, row: int) -> Rule | None:
        """The rule that speaks in a row."""
        index = int(self.verdicts.rule[row])
        return None if index < 0 else self.rules[index]

    def window_of(self, row: int) -> SeasonWindow | None:
        """The first season window met in a row."""
        index = int(self.verdicts.window[row])
        return None if index < 0 else self.windows[index]

    def sentence(self, row: int, language: str) -> str:
        """What the rule says about a row, in fa, en or ar; empty without a rule."""
        rule = self.rule_of(row)
        if rule is None:
            return ""
        first, second = self.sides
        b = int(second[row])
        sides = (self.works[int(first[row])], None if b < 0 else self.works[b])
        return sentence_of(rule, sides, self._measures(row), self.window_of(row), language)

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {found_id: row for row, found_id in enumerate(self.ids)}

    def said(self, found_id: str, language: str) -> str:
        """The sentence about the finding of that identity; KeyError when there is none."""
        return self.sentence(self._rows[found_id], language)

    def _measures(self, row: int) -> Mapping[str, float]:
        return {
            "days": int(self.verdicts.overlap_days[row]),
            "gap": int(self.verdicts.gap_days[row]),
            "distance": float(self.verdicts.distance_m[row]),
        }

    def _finding(self, row: int, sides: tuple[int, int], places: tuple[Place, ...]) -> Finding:
        verdicts = self.verdicts
        rule, (a, b) = self.rule_of(row), sides
        alone, gap = b < 0, int(verdicts.gap_days[row])
        severity, consequence = int(verdicts.severity[row]), int(verdicts.consequence[row])
        return Finding(
            id=identity(
                self.works[a].ref,
                None if alone else self.works[b].ref,
                rule.known_as if rule else None,
            ),
            kind=KINDS[verdicts.kind[row]],
            rule=None if rule is None else rule.id,
            severity=None if severity == NONE else SEVERITIES[severity],
            consequence=None if consequence == NONE else CONSEQUENCES[consequence],
            a=self.works[a].ref,
            b=None if alone else self.works[b].ref,
            places=places,
            distance_m=None if alone else float(verdicts.distance_m[row]),
            overlap_days=int(verdicts.overlap_days[row]),
            gap_days=gap if gap > 0 else None,
            certainty=CERTAINTIES[self.certainty[row]] if self.works[a].is_placed else None,
        )


def _part(octets: bytes) -> bytes:
    return len(octets).to_bytes(4, "big") + octets
