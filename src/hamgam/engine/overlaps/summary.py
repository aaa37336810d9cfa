"""How much was found, counted over the columns: no finding need be built for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.overlaps.found import CERTAINTIES, CONSEQUENCES, KINDS, SEVERITIES, Findings
from hamgam.engine.overlaps.verdicts import NONE
from hamgam.engine.works import Certainty, Stage, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of findings; keys that count nothing are absent.

    `by_agencies` counts pairs of agencies in alphabetical order, by findings on two works.
    `by_certainty` counts by the less sure side; STREET_ONLY is what rests on whole streets.
    """

    works: int
    unplaced: int
    undated: int
    withdrawn: int
    findings: int
    by_kind: Mapping[FindingKind, int]
    by_severity: Mapping[Severity, int]
    by_consequence: Mapping[Consequence, int]
    by_rule: Mapping[str, int]
    by_agencies: Mapping[tuple[str, str], int]
    by_certainty: Mapping[Certainty, int]

    @property
    def street_only_share(self) -> float:
        """The share of findings that rest on a place known as a whole street, 0 to 1."""
        on_streets = self.by_certainty.get(Certainty.STREET_ONLY, 0)
        return on_streets / self.findings if self.findings else 0.0


def _counts(codes: npt.NDArray[np.generic], names: Sequence[T]) -> dict[T, int]:
    found, counts = np.unique(codes, return_counts=True)
    return {
        names[int(code)]: int(count)
        for code, count in zip(found, counts, strict=True)
        if int(code) not in (-1, NONE)
    }


def _pairs_of_agencies(findings: Findings) -> dict[tuple[str, str], int]:
    agencies = sorted({work.agency for work in findings.works if work.agency})
    place = {agency: code for code, agency in enumerate(agencies)}
    owner = np.asarray([place.get(work.agency or "", -1) for work in findings.works], dtype=int)
    verdicts = findings.verdicts
    paired = verdicts.b >= 0
    a, b = owner[verdicts.a[paired]], owner[verdicts.b[paired]]
    low, high = np.minimum(a, b), np.maximum(a, b)
    told = low >= 0
    keys, counts = np.unique(low[told] * len(agencies) + high[told], return_counts=True)
    return {
        (agencies[int(key) // len(agencies)], agencies[int(key) % len(agencies)]): int(count)
        for key, count in zip(keys, counts, strict=True)
    }


def summary(findings: Findings, works: Sequence[Work] | None = None) -> Summary:
    """The counts of the findings, and of the works that lacked a place or dates.

    `works` None takes the works that were searched.
    """
    listed = findings.works if works is None else works
    verdicts = findings.verdicts
    placed = np.asarray([work.is_placed for work in findings.works], dtype=bool)

    def count(test: Callable[[Work], bool]) -> int:
        return sum(1 for work in listed if test(work))

    return Summary(
        works=len(listed),
        unplaced=count(lambda work: not work.is_placed),
        undated=count(lambda work: not work.is_dated),
        withdrawn=count(lambda work: work.stage is Stage.WITHDRAWN),
        findings=len(findings),
        by_kind=_counts(verdicts.kind, KINDS),
        by_severity=_counts(verdicts.severity, SEVERITIES),
        by_consequence=_counts(verdicts.consequence, CONSEQUENCES),
        by_rule=_counts(verdicts.rule, [rule.id for rule in findings.rules]),
        by_agencies=_pairs_of_agencies(findings),
        by_certainty=_counts(
            findings.certainty[placed[verdicts.a]] if len(findings) else verdicts.kind, CERTAINTIES
        ),
    )
