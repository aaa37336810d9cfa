"""How reliable promises are, by agency and kind, with how many; never by person."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.engine.measures.uncertainty import wilson
from hamgam.field.models import FollowUp
from hamgam.field.queries import follow_ups_visible_to

SPAN = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Promises of an agency about a kind of obstacle (a letter; empty for none) that fell due:
    kept by their first day, of how many, with the 95 % interval in percent."""

    agency: Agency
    kind: str
    kept: int
    of: int
    low_percent: int
    high_percent: int


def reliability(acting: Acting, today: date) -> list[Kept]:
    """Each agency and kind over the last year, by the agencies' names: no ranking. One query."""
    rows = follow_ups_visible_to(acting).filter(
        commitment__first_due__gt=today - SPAN, commitment__first_due__lte=today
    )
    counts: dict[tuple[int, str], list[bool]] = defaultdict(list)
    names: dict[int, Agency] = {}
    for row in rows.select_related("obstacle__block"):
        agency = row.commitment.agency
        names[agency.pk] = agency
        kind = row.obstacle.block.cause[:1] if row.obstacle else ""
        counts[agency.pk, kind].append(_is_kept(row))
    told = [_kept(names[pk], kind, kept) for (pk, kind), kept in counts.items()]
    return sorted(told, key=lambda one: (one.agency.name_fa, one.kind))


def _is_kept(row: FollowUp) -> bool:
    done = row.commitment.done_on
    return done is not None and done <= row.commitment.first_due and row.verified_at is not None


def _kept(agency: Agency, kind: str, kept: list[bool]) -> Kept:
    sure = wilson(sum(kept), len(kept))
    return Kept(
        agency=agency,
        kind=kind,
        kept=sum(kept),
        of=len(kept),
        low_percent=round(100 * sure.low),
        high_percent=round(100 * sure.high),
    )


def commonest_reasons(acting: Acting, most: int = 5) -> list[tuple[str, int]]:
    """Why first days were not kept: the commonest codes."""
    rows = follow_ups_visible_to(acting).exclude(reason="").order_by()
    return Counter(rows.values_list("reason", flat=True)).most_common(most)
