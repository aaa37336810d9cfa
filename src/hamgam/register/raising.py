"""What the register lets wait for somebody: looked at once a day, raised once, lapsed when over.

Only the most pressing few of each kind are raised for an agency: an inbox that nobody can empty is
read by nobody. The lists hold the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency, InboxItem
from hamgam.agencies.vocabulary import AgencyKind, Role, Sharing
from hamgam.engine.findings import Consequence
from hamgam.ledger.facts import record_fact
from hamgam.register.models import Claim, Commitment, Finding, Progress, Project
from hamgam.register.promises import slip_days
from hamgam.register.queries import STANDING_PARTS, standing_of
from hamgam.register.status import is_half_finished
from hamgam.register.vocabulary import FindingState, ProjectClass
from hamgam.register.waiting.works import first_day

MOST_OF_A_KIND = 3
"""Items of one kind that an agency's desk holds at a time."""
BLOCK_AHEAD = timedelta(days=30)
"""How long before a work begins its blocking overlap waits for its agencies."""
PROMISE_AHEAD = timedelta(days=10)
LONG_BACK = timedelta(days=60)
REPORT_RHYTHM = timedelta(days=30)
"""How old a project's last report may grow."""
LATE_DAYS = 180
"""From how far behind the first promise a project asks for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """Something that ought to wait: on whose desk, about what, until when; `weight` ranks it."""

    agency: Agency
    kind: str
    subject: str
    due: date | None = None
    role: Role | None = None
    weight: float = 0.0


def chief(agency: Agency) -> Role:
    """Who heads an agency: a deputyship has a deputy."""
    return Role.DEPUTY if agency.kind == AgencyKind.DEPUTYSHIP else Role.HEAD


def _shown_to(row: Finding) -> dict[int, Agency]:
    """The agencies of both sides; not one whose other side keeps its work to itself."""
    kept = {side.agency_id for side in (row.a, row.b) if side and side.sharing == Sharing.OWN}
    sides = [side.agency for side in (row.a, row.b) if side]
    return {agency.pk: agency for agency in sides if not kept - {agency.pk}}


def blocking(today: date) -> Iterator[Raised]:
    """Open findings that let nothing begin, for each side, soonest first."""
    rows = Finding.objects.filter(state=FindingState.OPEN, consequence=Consequence.BLOCK)
    soon = Q(a__begins__lte=today + BLOCK_AHEAD, a__ends__gte=today) | Q(
        b__begins__lte=today + BLOCK_AHEAD, b__ends__gte=today
    )
    for row in rows.filter(soon).select_related("a__agency", "b__agency").order_by("pk"):
        starts = first_day(row)
        if starts is None or not today <= starts <= today + BLOCK_AHEAD:
            continue
        for agency in _shown_to(row).values():
            weight = -(starts - today).days
            yield Raised(
                agency=agency,
                kind="finding_blocks",
                subject=row.identity,
                due=starts,
                weight=weight,
            )


def promised(today: date) -> Iterator[Raised]:
    """Promises whose day comes within ten days, or has passed."""
    rows = Commitment.objects.filter(done_on__isnull=True, due__lte=today + PROMISE_AHEAD)
    for row in rows.select_related("agency"):
        yield Raised(
            agency=row.agency,
            kind="commitment_due",
            subject=row.public_id,
            due=row.due,
            weight=(today - row.first_due).days,
        )


def claimed(today: date) -> Iterator[Raised]:
    """Claims nobody approved for two months: for the head of the whole body, not of the branch."""
    rows = Claim.objects.filter(approved_on__isnull=True, submitted_on__lte=today - LONG_BACK)
    roots = {row.path: row for row in Agency.objects.filter(parent__isnull=True)}
    for row in rows.select_related("contract__project__agency"):
        agency = row.contract.project.agency
        root = roots.get(f"/{agency.path.strip('/').split('/')[0]}/", agency)
        yield Raised(
            agency=root,
            kind="claim_waits",
            subject=row.public_id,
            role=chief(root),
            weight=(today - row.submitted_on).days,
        )


def reported(today: date) -> Iterator[Raised]:
    """The last report of each project, while nobody has verified it."""
    rows = Progress.objects.filter(verified_by="").select_related("project__agency")
    last: dict[int, Progress] = {}
    for row in rows.order_by("on", "pk"):
        last[row.project_id] = row
    for row in last.values():
        agency = row.project.agency
        yield Raised(
            agency=agency,
            kind="report_to_verify",
            subject=row.public_id,
            role=chief(agency),
            weight=row.project.budget_rials or 0,
        )


def _half_finished(today: date) -> Iterator[Project]:
    rows = Project.objects.select_related("agency").prefetch_related(*STANDING_PARTS)
    for row in rows.order_by("pk"):
        if is_half_finished(standing_of(row), today):
            yield row


def overdue_reports(today: date) -> Iterator[Raised]:
    """Half-finished projects of which nobody has heard for longer than the rhythm."""
    for row in _half_finished(today):
        last = max((report.on for report in row.progress.all()), default=None)
        if last is None or last < today - REPORT_RHYTHM:
            yield Raised(
                agency=row.agency,
                kind="report_due",
                subject=row.public_id,
                role=Role.FIELD,
                due=last + REPORT_RHYTHM if last else None,
                weight=(today - last).days if last else 10**6,
            )


def late(today: date) -> Iterator[Raised]:
    """Half-finished projects long behind, without an open promise; great ones go to the top."""
    spoken_for = set(
        Commitment.objects.filter(done_on__isnull=True).values_list("subject", flat=True)
    )
    roots = {row.path: row for row in Agency.objects.filter(parent__isnull=True)}
    for row in _half_finished(today):
        days = slip_days(row, today)
        if days < LATE_DAYS or row.public_id in spoken_for:
            continue
        agency = row.agency
        if row.project_class == ProjectClass.MEGA:
            agency = roots.get(f"/{agency.path.strip('/').split('/')[0]}/", agency)
        yield Raised(
            agency=agency,
            kind="project_late",
            subject=row.public_id,
            role=chief(agency),
            weight=days,
        )


SOURCES: tuple[tuple[str, Callable[[date], Iterator[Raised]]], ...] = (
    ("finding_blocks", blocking),
    ("commitment_due", promised),
    ("claim_waits", claimed),
    ("report_to_verify", reported),
    ("report_due", overdue_reports),
    ("project_late", late),
)


def raise_items(today: date) -> tuple[int, int]:
    """Raise what waits and let lapse what waits no more; how many of each. Records `inbox_raised`
    when anything changed; under the caller's signature."""
    before = InboxItem.objects.count()
    lapsed = 0
    for kind, source in SOURCES:
        wanted = list(source(today))
        lapsed += _lapse(kind, {raised.subject for raised in wanted})
        for raised in _most_pressing(wanted):
            put_in_inbox(
                raised.agency,
                kind=kind,
                subject=raised.subject,
                about={"agency": raised.agency.key},
                due=raised.due,
                role=raised.role,
            )
    made = InboxItem.objects.count() - before
    if made or lapsed:
        record_fact("inbox_raised", subject="inbox", payload={"raised": made, "lapsed": lapsed})
    return made, lapsed


def _most_pressing(wanted: list[Raised]) -> Iterator[Raised]:
    by_agency: dict[int, list[Raised]] = defaultdict(list)
    for raised in wanted:
        by_agency[raised.agency.pk].append(raised)
    for rows in by_agency.values():
        yield from sorted(rows, key=lambda raised: (-raised.weight, raised.subject))[
            :MOST_OF_A_KIND
        ]


def _lapse(kind: str, wanted: set[str]) -> int:
    """Close open items whose cause is over; somebody's question answered itself."""
    now, count = timezone.now(), 0
    for item in InboxItem.objects.filter(kind=kind, done__isnull=True):
        if item.subject not in wanted:
            item.done = now
            item.save(update_fields=["done"])
            count += 1
    return count
