"""The sections of the front pages: each answers one question from what stands in the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from statistics import median
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from hamgam.agencies.inbox_views import desks
from hamgam.agencies.models import InboxItem
from hamgam.agencies.queries import agencies, waiting
from hamgam.agencies.rights import Right
from hamgam.agencies.waiting import seen_items
from hamgam.engine.findings import Consequence, FindingKind
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.marks import working_agencies
from hamgam.register.models import Commitment, Finding, Work
from hamgam.register.models.columns import in_view
from hamgam.register.promises import PromiseLine, promise_line, slipping
from hamgam.register.raising import REPORT_RHYTHM
from hamgam.register.ribbon import city_seasons
from hamgam.register.seen import Seen, seen_projects
from hamgam.register.views.findings import ahead, gravity, of_mine
from hamgam.register.views.telling import tell
from hamgam.register.vocabulary import FindingState
from hamgam.web.front.figures import half_finished
from hamgam.web.front.house import agencies_told, care, house, people
from hamgam.web.front.parts import Asking, provided

MOST = 3
AT_MOST = 60
MOST_LINES = 6
SOON = timedelta(days=30)
Section = Callable[[Asking], dict[str, Any]]


def own(asking: Asking, way: str = "agency__") -> Q:
    """Rows of the reader's own branches; every row for those who ask about the whole city."""
    if asking.is_wide:
        return Q()
    found = Q(pk__in=())
    for path in asking.acting.paths:
        found |= Q(**{f"{way}path__startswith": path})
    return found


def decisions(asking: Asking) -> dict[str, Any]:
    """What waits on the reader's desk, the three most pressing."""
    acting = asking.acting
    if not acting.may(Right.READ_INBOX):
        return {"seen": [], "more": 0}
    rows = waiting(acting, asking.today)
    count = rows.count()
    chosen = _varied(rows[:AT_MOST])
    return {
        "seen": seen_items(chosen, acting, asking.language, asking.today),
        "count": min(count, MOST),
        "more": max(count - MOST, 0),
        "desks": desks(asking.language),
        "may_finish": acting.may(Right.FINISH_INBOX_ITEM),
        "may_refer": acting.may(Right.REFER_INBOX_ITEM),
    }


def _varied(rows: Iterable[InboxItem]) -> list[InboxItem]:
    """The first of each kind before the second of any, in the order of their pressing."""
    turns: Counter[str] = Counter()
    ranked = []
    for place, item in enumerate(rows):
        ranked.append((turns[item.kind], place, item))
        turns[item.kind] += 1
    ranked.sort(key=lambda turn: turn[:2])
    return [item for _, _, item in ranked[:MOST]]


def _open_promises(asking: Asking) -> QuerySet[Commitment]:
    rows = queries.commitments_visible_to(asking.acting).filter(done_on__isnull=True)
    return rows.filter(own(asking))


def slipping_promises(asking: Asking) -> list[PromiseLine]:
    """The register's own promises that slipped most: their first day no longer holds."""
    rows = slipping(_open_promises(asking))
    lines = [promise_line(row, asking.today, asking.language) for row in rows[:40]]
    late = [line for line in lines if line.is_slipping]
    return sorted(late, key=lambda line: -line.slip_days)[: MOST * 2]


def promises(asking: Asking) -> dict[str, Any]:
    """Three slipping promises, first day beside today's."""
    lines = provided("promises", asking) or []
    chosen = sorted(lines, key=lambda line: -line.slip_days)[:MOST]
    return {"lines": chosen, "open": _open_promises(asking).count()}


def _projects(asking: Asking) -> list[Seen]:
    rows = seen_projects(asking.acting).filter(own(asking)).order_by("pk")
    half = [seen for row in rows if (seen := Seen(row)).is_half_finished]
    return sorted(half, key=lambda project: -project.slip_days)


def late_projects(asking: Asking) -> dict[str, Any]:
    """Half-finished projects, those farthest behind first."""
    found = _projects(asking)
    return {"projects": [p for p in found if p.slip_days][:MOST_LINES], "count": len(found)}


def _findings(asking: Asking) -> QuerySet[Finding]:
    rows = queries.findings_visible_to(asking.acting).filter(state=FindingState.OPEN)
    rows = ahead(rows)
    return rows if asking.is_wide else rows.filter(of_mine(asking.acting.paths))


def findings(asking: Asking) -> dict[str, Any]:
    """The gravest overlaps, and how many there are."""
    rows, by = _findings(asking), law(asking.today)
    counts = rows.order_by().aggregate(
        blocking=Count("pk", filter=Q(consequence=Consequence.BLOCK)),
        chances=Count("pk", filter=Q(kind=FindingKind.CHANCE)),
        all=Count("pk"),
    )
    return {"told": [tell(row, by) for row in gravity(rows)[:MOST]], "counts": counts}


def between(asking: Asking) -> dict[str, Any]:
    """Overlaps between bodies without a common head below the governor: what he convenes."""
    rows = _findings(asking).filter(b__isnull=False, consequence__in=("block", "require"))
    by, found = law(asking.today), []
    for row in gravity(rows)[:200]:
        roots = {work.agency.path.split("/")[1] for work in (row.a, row.b) if work is not None}
        if len(roots) > 1:
            found.append(row)
    return {"told": [tell(row, by) for row in found[:MOST]], "count": len(found)}


def _works(asking: Asking) -> QuerySet[Work]:
    return queries.standing_works(asking.acting).filter(own(asking))


def soon(asking: Asking) -> dict[str, Any]:
    """The reader's works that begin within thirty days, and those without a place."""
    rows = _works(asking)
    begins = rows.filter(begins__gt=asking.today, begins__lte=asking.today + SOON)
    placeless = rows.filter(geometry__isnull=True).filter(
        Q(ends__gte=asking.today) | Q(ends__isnull=True)
    )
    return {
        "works": begins.order_by("begins", "pk")[:MOST_LINES],
        "count": begins.count(),
        "placeless": placeless.count(),
    }


def upload(asking: Asking) -> dict[str, Any]:
    """The last file of the reader's agency, and how many works stand ahead."""
    last = queries.uploads_visible_to(asking.acting).order_by("-pk").first()
    return {"last": last, "ahead": _works(asking).filter(ends__gte=asking.today).count()}


def lists(asking: Asking) -> dict[str, Any]:
    """Which agencies have works ahead on the table, and which do not."""
    working = working_agencies()
    rows = queries.standing_works(asking.acting).filter(begins__gt=asking.today).order_by()
    counts = dict(rows.values_list("agency__key").annotate(n=Count("pk")))
    newest = dict(
        queries.uploads_visible_to(asking.acting)
        .order_by()
        .values_list("agency__key")
        .annotate(at=Max("at"))
    )
    known = {row.key: row for row in agencies()}
    told = [(known[key], counts.get(key, 0), newest.get(key)) for key in working if key in known]
    return {"rows": sorted(told, key=lambda row: row[1])[:MOST_LINES]}


def area(asking: Asking) -> dict[str, Any]:
    """What every agency digs in the reader's district: today, and next."""
    post = asking.acting.post
    zone = queries.zones().filter(key=post.agency.key).first() if post else None
    shape = zone.shape if zone else None
    if zone is None or shape is None:
        return {"zone": None, "running": [], "coming": []}
    rows = queries.standing_works(asking.acting).filter(in_view(*shape.bounds))
    rows = rows.filter(ends__gte=asking.today).order_by("begins", "pk")
    inside = [work for work in rows if work.shape is not None and work.shape.intersects(shape)]
    running = [work for work in inside if work.begins and work.begins <= asking.today]
    coming = [work for work in inside if work.begins and work.begins > asking.today]
    return {
        "zone": zone,
        "running": running[:MOST_LINES],
        "running_count": len(running),
        "coming": coming[:MOST_LINES],
        "coming_count": len(coming),
    }


def season(asking: Asking) -> dict[str, Any]:
    """The next season in the city's calendar."""
    window = next(iter(city_seasons(asking.today)), None)
    days = max((window.begins - asking.today).days, 0) if window else None
    return {"window": window, "days": days}


def ready(asking: Asking) -> dict[str, Any]:
    """How many of the reader's works will stand open in the next closed season."""
    window = next((w for w in city_seasons(asking.today) if w.closure.value == "X"), None)
    if window is None:
        return {"window": None}
    rows = _works(asking).filter(begins__lte=window.ends, ends__gte=window.begins)
    return {
        "window": window,
        "days": (window.begins - asking.today).days,
        "open": rows.count(),
    }


def backlog(asking: Asking) -> dict[str, Any]:
    """The half-finished: how many, what is left to pay for, how old."""
    found = half_finished(asking)
    left = [
        seen.row.budget_rials * (1000 - seen.report.physical_permille) // 1000
        for seen in found
        if seen.row.budget_rials and seen.report
    ]
    ages = [(asking.today - seen.row.begins).days for seen in found if seen.row.begins]
    years = [seen.row.price_year for seen in found if seen.row.price_year]
    return {
        "count": len(found),
        "left_rials": sum(left),
        "price_year": max(years, default=None),
        "age_years": median(ages) / 365.25 if ages else None,
        "late": sum(1 for seen in found if seen.slip_days),
    }


def first_beside_today(asking: Asking) -> dict[str, Any]:
    """The first promised end beside the one of today, farthest apart first."""
    found = half_finished(asking)
    return {"projects": sorted(found, key=lambda seen: -seen.slip_days)[: MOST_LINES * 2]}


def reports(asking: Asking) -> dict[str, Any]:
    """The reader's projects with the age of their last report."""
    found = _projects(asking)
    rows = [(seen, (asking.today - seen.report.on).days if seen.report else None) for seen in found]
    rows.sort(key=lambda row: -(row[1] if row[1] is not None else 10**6))
    old = sum(1 for _, age in rows if age is None or age > REPORT_RHYTHM.days)
    return {"rows": rows[:MOST_LINES], "old": old, "rhythm": REPORT_RHYTHM.days}


def sites(asking: Asking) -> dict[str, Any]:
    """The reader's works that are open today."""
    rows = _works(asking).filter(begins__lte=asking.today, ends__gte=asking.today)
    return {"works": rows.order_by("ends", "pk")[:MOST_LINES], "count": rows.count()}


def _of(part: str) -> Section:
    def section(asking: Asking) -> dict[str, Any]:
        found = provided(part, asking)
        return {"rows": found or [], "is_there": found is not None}

    section.__doc__ = f"What is provided for {part}."
    return section


def steps(asking: Asking) -> dict[str, Any]:
    """Where the reader may go next."""
    return {"may_record": asking.acting.may(Right.RECORD_WORK)}


SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "decisions": decisions,
        "promises": promises,
        "late_projects": late_projects,
        "findings": findings,
        "between": between,
        "soon": soon,
        "upload": upload,
        "lists": lists,
        "area": area,
        "season": season,
        "ready": ready,
        "backlog": backlog,
        "first_beside_today": first_beside_today,
        "reports": reports,
        "sites": sites,
        "steps": steps,
        "visit": _of("visits"),
        "figures": _of("figures"),
        "permits": _of("permits"),
        "obstacles": _of("obstacles"),
        "ladder": _of("cases"),
        "service": _of("service"),
        "house": house,
        "people": people,
        "care": care,
        "agencies": agencies_told,
    }
)
