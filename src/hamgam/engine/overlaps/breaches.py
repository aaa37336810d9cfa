"""Which rules each way of placing works would break: one search answers for all of them.

A rule's verdict on a pair depends on the two works alone, and on a single work on that work alone.
So every span that any option gives to a work becomes a twin of the work, the twins are searched
once together with what stands around, and an option's breaches are read from the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hamgam.engine.findings import Consequence, FindingKind, identity
from hamgam.engine.overlaps.find import find
from hamgam.engine.overlaps.found import CONSEQUENCES, KINDS, SEVERITIES, Findings
from hamgam.engine.overlaps.settling import Breach, Placement, Scene, Span
from hamgam.engine.overlaps.verdicts import NO_RULE, NONE
from hamgam.engine.works import Work

MILD = frozenset({Consequence.WARN, Consequence.INFORM})
Twin = tuple[str, Span]


class BreachTable:
    """The verdicts on every span asked for, by work and span and by pairs of them."""

    def __init__(self, scene: Scene, spans: Mapping[str, Iterable[Span]]) -> None:
        self.scene = scene
        self._twins: list[Twin] = []
        self._alone: dict[Twin, list[Breach]] = defaultdict(list)
        self._pairs: dict[frozenset[Twin], list[Breach]] = defaultdict(list)
        told = {
            work.ref: {scene.span_of(work.ref), *spans.get(work.ref, ())} for work in scene.works
        }
        works: list[Work] = []
        for work in scene.works:
            for span in sorted(told[work.ref]):
                self._twins.append((work.ref, span))
                works.append(
                    replace(
                        work, ref=f"{work.ref}@{len(works)}", begins=span.begins, ends=span.ends
                    )
                )
        works.extend(scene.around)
        self._read(find(works, scene.pack, today=scene.today, **scene.ground), works)
        stated = [Placement(ref=work.ref, spans=(scene.span_of(work.ref),)) for work in scene.works]
        self._today = {breach.id for breach in self._found(stated)}

    def _read(self, found: Findings, works: Sequence[Work]) -> None:
        verdicts, (first, second) = found.verdicts, found.sides
        for row in range(len(verdicts)):
            met = [i for i in (int(first[row]), int(second[row])) if 0 <= i < len(self._twins)]
            twins = frozenset(self._twins[i] for i in met)
            if not met or len({ref for ref, _ in twins}) < len(met):
                continue
            breach = self._breach(found, row, works)
            if breach is not None and len(met) == 2:
                self._pairs[twins].append(breach)
            elif breach is not None:
                self._alone[next(iter(twins))].append(breach)

    def _name(self, index: int, works: Sequence[Work]) -> str:
        return self._twins[index][0] if index < len(self._twins) else works[index].ref

    def _breach(self, found: Findings, row: int, works: Sequence[Work]) -> Breach | None:
        """The row under the works' own names; None for a mild chance, which is no breach."""
        verdicts, rule = found.verdicts, found.rule_of(row)
        if rule is None or int(verdicts.rule[row]) == NO_RULE:
            return None
        kind = KINDS[verdicts.kind[row]]
        code = int(verdicts.consequence[row])
        consequence = rule.consequence if code == NONE else CONSEQUENCES[code]
        if kind is FindingKind.CHANCE and consequence in MILD:
            return None
        first, second = found.sides
        a, b = self._name(int(first[row]), works), None
        if int(second[row]) >= 0:
            b = self._name(int(second[row]), works)
            a, b = (a, b) if rule.is_ordered else (min(a, b), max(a, b))
        severity = int(verdicts.severity[row])
        return Breach(
            id=identity(a, b, rule.known_as),
            rule=rule.id,
            kind=kind,
            consequence=consequence,
            severity=rule.severity if severity == NONE else SEVERITIES[severity],
            a=a,
            b=b,
            overlap_days=int(verdicts.overlap_days[row]),
            gap_days=int(verdicts.gap_days[row]),
            is_new=False,
        )

    def breaches(self, placements: Sequence[Placement]) -> tuple[Breach, ...]:
        """Every rule that works placed so would break, gravest first; KeyError for a span that was
        not asked for."""
        found = self._found(placements)
        return tuple(replace(breach, is_new=breach.id not in self._today) for breach in found)

    def _found(self, placements: Sequence[Placement]) -> list[Breach]:
        twins = [(p.ref, span) for p in placements for span in p.spans]
        known = set(self._twins)
        if missing := [twin for twin in twins if twin not in known]:
            raise KeyError(missing[0])
        rows = [breach for twin in twins for breach in self._alone.get(twin, ())]
        for i, one in enumerate(twins):
            for other in twins[i + 1 :]:
                rows += self._pairs.get(frozenset((one, other)), ())
        return _merged(rows)


def _merged(rows: Iterable[Breach]) -> list[Breach]:
    """One breach for each identity: stages of one work add their days, the gravest word stands."""
    held: dict[str, Breach] = {}
    for row in rows:
        before = held.get(row.id)
        if before is None:
            held[row.id] = row
            continue
        graver = min(before, row, key=_gravity)
        held[row.id] = replace(graver, overlap_days=before.overlap_days + row.overlap_days)
    return sorted(held.values(), key=lambda breach: (_gravity(breach), breach.id))


def _gravity(breach: Breach) -> tuple[int, int]:
    consequences, severities = list(Consequence), list(SEVERITIES)
    return consequences.index(breach.consequence), severities.index(breach.severity)
