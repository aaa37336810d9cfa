"""Whether agencies act in step: shares of the city and of each type of agency, from public works,
public findings, and counts of promises and cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone

from hamgam.agencies.acting import job
from hamgam.coordination.queries.cases import cases_visible_to
from hamgam.engine.findings import FindingKind
from hamgam.engine.measures.in_step import Part, island_index
from hamgam.engine.works import Activity
from hamgam.register import queries
from hamgam.register.models import Finding
from hamgam.register.vocabulary import FindingState
from hamgam.showcase.rows import agreed_windows, public_works

NOTICE = timedelta(days=30)
YEAR = timedelta(days=365)
HOUSE = job("showcase")
"""Counts alone are drawn from what it reads, and never a row."""
Counts = Mapping[str, tuple[int, int]]
"""By type of agency: how many were done apart, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A type of agency, or the whole city (`kind` empty): its index with its parts."""

    kind: str
    index: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Figures beside the index: of `n`, `count`."""

    key: str
    count: int
    n: int


def _shared(pairs: Sequence[tuple[str, bool]]) -> Counts:
    every, apart = Counter(k for k, _ in pairs), Counter(k for k, is_apart in pairs if is_apart)
    return {kind: (apart[kind], n) for kind, n in every.items()}


def _notice(today: date) -> Counts:
    """Works registered less than thirty days before they began; emergencies left out."""
    rows = public_works().filter(emergency=False, begins__gte=today - YEAR, submitted__isnull=False)
    told = rows.values_list("agency__kind", "submitted", "begins")
    return _shared(
        [
            (kind, submitted > begins - NOTICE)
            for kind, submitted, begins in told
            if submitted is not None and begins is not None
        ]
    )


def _of_findings(kind: FindingKind) -> Counts:
    """Public findings of a kind that nobody has dealt with."""
    public = public_works().values("pk")
    rows = Finding.objects.filter(kind=kind, a__in=public).exclude(state=FindingState.LAPSED)
    rows = rows.filter(Q(b__isnull=True) | Q(b__in=public))
    agreed = set(agreed_windows().values_list("work_id", flat=True))
    told = rows.values_list("a__agency__kind", "state", "a_id", "b_id")
    return _shared(
        [
            (agency, state == FindingState.OPEN and not {a, b} & agreed)
            for agency, state, a, b in told
        ]
    )


def _unanswered() -> Counts:
    """Cases of the year whose term has passed without a word."""
    rows = cases_visible_to(HOUSE)
    late = rows.filter(
        due__lt=timezone.now(), state__in=("opened", "options", "proposed", "countered")
    )
    return {"": (late.count(), rows.count())}


def _parts(kind: str, counted: Mapping[str, Counts]) -> tuple[Part, ...]:
    found = []
    for name, told in counted.items():
        apart, n = (sum(pair[i] for pair in told.values()) for i in (0, 1))
        if not n:
            continue
        mine = (apart, n) if not kind else told.get(kind, (0, 0))
        found.append(Part(name=name, apart=mine[0], n=mine[1], city_share=apart / n))
    return tuple(found)


def standings(today: date) -> list[Standing]:
    """The city first, then each type of agency that works; those without a figure are left out."""
    counted = {
        "notice": _notice(today),
        "unanswered": _unanswered(),
        "uncoordinated": _of_findings(FindingKind.COLLISION),
        "repeat_cut": _of_findings(FindingKind.PROTECTION),
    }
    kinds = sorted({kind for told in counted.values() for kind in told if kind})
    found = []
    for kind in ("", *kinds):
        parts = _parts(kind, counted)
        if parts:
            found.append(Standing(kind=kind, index=island_index(parts), parts=parts))
    return found


def beside(today: date) -> list[Beside]:
    """Emergencies among digs, promises kept by their first day, pairs that agreed."""
    digs = public_works().filter(activity=Activity.EXCAVATION, begins__gte=today - YEAR)
    due = queries.commitments_visible_to(HOUSE).filter(first_due__lt=today)
    kept = due.filter(done_on__isnull=False, done_on__lte=F("first_due"))
    return [
        Beside(key="emergency", count=digs.filter(emergency=True).count(), n=digs.count()),
        Beside(key="kept", count=kept.count(), n=due.count()),
        Beside(key="pairs", count=len(_agreed_pairs()), n=len(_possible_pairs())),
    ]


def _agreed_pairs() -> set[tuple[int, int]]:
    by_source: dict[str, set[int]] = {}
    for source, agency in agreed_windows().values_list("source", "work__agency_id"):
        by_source.setdefault(source, set()).add(agency)
    return {(a, b) for told in by_source.values() for a in told for b in told if a < b}


def _possible_pairs() -> set[tuple[int, int]]:
    public = public_works().values("pk")
    rows = Finding.objects.filter(a__in=public, b__in=public).exclude(state=FindingState.LAPSED)
    told = rows.values_list("a__agency_id", "b__agency_id").distinct()
    return {(min(a, b), max(a, b)) for a, b in told if a != b} | _agreed_pairs()
