"""How the register's kinds of waiting things are told: the question, its cost, the deeds at hand.

Every teller reads only rows the reader may see; what he may not see is told without its content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.rights import Right
from hamgam.agencies.waiting import Blank, Offer, Waiting
from hamgam.kit.dates import long_day
from hamgam.kit.digits import grouped, localise
from hamgam.kit.money import PriceBase, price
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.marks import city
from hamgam.register.models import Claim, Commitment, Finding, Progress, Project, Work
from hamgam.register.promises import slip_days
from hamgam.register.views.telling import place_of, tell
from hamgam.register.vocabulary import FindingState

Row = TypeVar("Row", bound=Model)
Told = Mapping[int, Waiting]


def _by_id(rows: QuerySet[Row], column: str, items: Sequence[InboxItem]) -> dict[str, Row]:
    found = rows.filter(**{f"{column}__in": [item.subject for item in items]})
    return {str(getattr(row, column)): row for row in found}


def apart(text: str) -> str:
    """A name or a sentence of the register, so that its direction does not turn its neighbours'."""
    return f"\u2068{text}\u2069"


def _percent(permille: int, language: Language) -> str:
    return grouped(permille / 10, language, places=0 if permille % 10 == 0 else 1)


def _days(count: int, language: Language) -> str:
    return localise(count, language)


def near_stakes(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Another's works near what one has a stake in."""
    works = _by_id(queries.works_visible_to(acting), "public_id", items)
    return {
        item.pk: _near_stake(item, works[item.subject], language)
        for item in items
        if item.subject in works
    }


def _near_stake(item: InboxItem, work: Work, language: Language) -> Waiting:
    about = {"stake": item.about.get("stake", ""), "agency": work.agency.name(language)}
    return Waiting(
        question=say("waiting.near_stake", language, **about),
        why=say(
            "waiting.near_stake_why",
            language,
            title=apart(work.title or work.street),
            street=apart(work.street or "–"),
            begins=long_day(work.begins, language) if work.begins else "–",
            ends=long_day(work.ends, language) if work.ends else "–",
        ),
        otherwise=say("waiting.near_stake_else", language, **about),
        page=(reverse("work", args=[work.public_id]), say("pages.see_work", language)),
    )


def blocking_findings(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Overlaps whose rule lets nothing begin."""
    rows = queries.findings_visible_to(acting).filter(state=FindingState.OPEN)
    found = _by_id(rows, "identity", items)
    return {
        item.pk: _finding(found[item.subject], acting, language, today)
        for item in items
        if item.subject in found
    }


def first_day(row: Finding) -> date | None:
    """The day the first of a finding's works begins, of those that did not begin before."""
    days = [work.begins for work in (row.a, row.b) if work is not None and work.begins]
    return max(days, default=None)


def _again_rials(row: Finding) -> int:
    """What closing the same ground twice costs by the price book; 0 where no area is known."""
    sides = [row.a] + ([row.b] if row.b else [])
    areas = [work.area_m2 or (work.length_m or 0) * 1.0 for work in sides]
    metres = min(areas) if len(areas) == 2 else 0
    book = city().price_book.prices
    return round(metres * book["trench_reinstatement"].rials) if metres else 0


def _finding(row: Finding, acting: Acting, language: Language, today: date) -> Waiting:
    told, starts = tell(row, law(today)), first_day(row)
    sides = [row.a] + ([row.b] if row.b else [])
    mine = any(acting.may(Right.DISMISS_FINDING, side.agency.path) for side in sides)
    names = [side.agency.name(language) for side in sides]
    place = apart(place_of(row.a, row.b) or say("waiting.somewhere", language))
    key = "waiting.block_two" if len(set(names)) == 2 else "waiting.block_one"
    cost = say("waiting.block_days", language, days=_days(row.overlap_days, language))
    if rials := _again_rials(row):
        book = city().price_book
        told_price = price(rials, PriceBase(year=book.base_year), language)
        cost = say("waiting.block_again", language, price=told_price)
    left = (starts - today).days if starts else 0
    when = "block_else" if left > 0 else "block_else_now"
    return Waiting(
        question=say(key, language, a=names[0], b=names[-1], place=place),
        why=f"{told.sentence}.",
        cost=cost if row.overlap_days or rials else "",
        otherwise=say(
            f"waiting.{when}",
            language,
            day=long_day(starts, language) if starts else "–",
            days=_days(left, language),
        ),
        page=(reverse("overlap", args=[row.identity]), say("waiting.see_overlap", language)),
        offers=_deeds_on(row, acting) if mine else (),
    )


def _deeds_on(row: Finding, acting: Acting) -> tuple[Offer, ...]:
    """Make a case of it, where the house has cases, or set it aside with a reason."""
    aside = Offer(
        key="waiting.do_dismiss",
        address=reverse("dismiss", args=[row.identity]),
        blanks=(Blank(name="reason"),),
        is_main=False,
    )
    try:
        case = reverse("open_case", args=[row.identity])
    except NoReverseMatch:
        return (aside,)
    if row.b_id is None or not acting.may(Right.SETTLE_CASE):
        return (aside,)
    return (Offer(key="waiting.do_open_case", address=case), aside)


def due_commitments(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Promises whose day comes, or has passed."""
    rows = _by_id(queries.commitments_visible_to(acting), "public_id", items)
    return {
        item.pk: _commitment(rows[item.subject], acting, language, today)
        for item in items
        if item.subject in rows
    }


def _commitment(row: Commitment, acting: Acting, language: Language, today: date) -> Waiting:
    slipped = (max(row.due, today) - row.first_due).days
    days = {"first": long_day(row.first_due, language), "due": long_day(row.due, language)}
    version = Blank(name="version", look="hidden", value=str(row.version))
    may = acting.may(Right.RECORD_COMMITMENT, row.agency.path)
    moved = "waiting.promise_moved" if row.due != row.first_due else "waiting.promise_first"
    late = "waiting.promise_else_late" if row.due < today else "waiting.promise_else"
    return Waiting(
        question=say("waiting.promise", language, text=apart(row.text)),
        why=say(moved, language, agency=row.agency.name(language), **days),
        cost=say("waiting.promise_cost", language, days=_days(slipped, language))
        if slipped > 0
        else "",
        otherwise=say(late, language, **days),
        page=(reverse("promises"), say("waiting.see_promises", language)),
        offers=(
            Offer(
                key="waiting.do_fulfil",
                address=reverse("fulfil_promise", args=[row.public_id]),
                blanks=(version, Blank(name="proof")),
            ),
            Offer(
                key="waiting.do_postpone",
                address=reverse("postpone_promise", args=[row.public_id]),
                blanks=(version, Blank(name="due", look="day")),
            ),
        )
        if may and row.done_on is None
        else (),
    )


def waiting_claims(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Interim payment claims that nobody approved yet."""
    rows = queries.claims_visible_to(acting).prefetch_related("contract__project__progress")
    found = _by_id(rows, "public_id", items)
    return {
        item.pk: _claim(found[item.subject], acting, language, today)
        for item in items
        if item.subject in found
    }


def _claim(row: Claim, acting: Acting, language: Language, today: date) -> Waiting:
    contract, project = row.contract, row.contract.project
    reports = sorted(project.progress.all(), key=lambda report: report.on)
    last = reports[-1] if reports else None
    sum_told = price(row.submitted_rials, PriceBase(year=contract.price_year), language)
    days = _days((today - row.submitted_on).days, language)
    may = acting.may(Right.RECORD_CONTRACT, project.agency.path, rials=row.submitted_rials)
    return Waiting(
        question=say("waiting.claim", language, sum=sum_told, project=apart(project.title)),
        why=say(
            "waiting.claim_why",
            language,
            built=_percent(last.physical_permille if last else 0, language),
            paid=_percent((last.paid_permille or 0) if last else 0, language),
            number=localise(row.number, language),
            days=days,
        ),
        cost=say("waiting.claim_cost", language, days=days),
        otherwise=say("waiting.claim_else", language),
        page=(reverse("project", args=[project.public_id]), say("waiting.see_project", language)),
        offers=(
            (
                Offer(
                    key="waiting.do_approve",
                    address=reverse("approve_claim", args=[row.public_id]),
                    blanks=(Blank(name="rials", look="hidden", value=str(row.submitted_rials)),),
                ),
            )
            if may and row.approved_on is None
            else ()
        ),
    )


def unverified_reports(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Reported progress that somebody else has to confirm."""
    found = _by_id(queries.progress_visible_to(acting), "public_id", items)
    return {
        item.pk: _report(found[item.subject], acting, language)
        for item in items
        if item.subject in found
    }


def _report(row: Progress, acting: Acting, language: Language) -> Waiting:
    project = row.project
    may = acting.may(Right.VERIFY_PROGRESS, project.agency.path) and not row.verified_by
    built = _percent(row.physical_permille, language)
    return Waiting(
        question=say("waiting.verify", language, built=built, project=apart(project.title)),
        why=say("waiting.verify_why", language, day=long_day(row.on, language)),
        otherwise=say("waiting.verify_else", language),
        page=(reverse("project", args=[project.public_id]), say("waiting.see_project", language)),
        offers=(
            (
                Offer(
                    key="waiting.do_verify",
                    address=reverse("verify_report", args=[row.public_id]),
                    blanks=(
                        Blank(
                            name="percent", look="number", value=f"{row.physical_permille / 10:g}"
                        ),
                    ),
                ),
            )
            if may and row.reported_by != acting.actor
            else ()
        ),
    )


def _projects(items: Sequence[InboxItem], acting: Acting) -> dict[str, Project]:
    rows = queries.projects_visible_to(acting).prefetch_related("progress")
    return _by_id(rows, "public_id", items)


def due_reports(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Projects whose last report is older than the rhythm."""
    found = _projects(items, acting)
    return {
        item.pk: _due_report(found[item.subject], acting, language, today)
        for item in items
        if item.subject in found
    }


def _due_report(row: Project, acting: Acting, language: Language, today: date) -> Waiting:
    reports = sorted(row.progress.all(), key=lambda report: report.on)
    last = reports[-1] if reports else None
    age = _days((today - last.on).days, language) if last else "–"
    key = "waiting.report_why" if last else "waiting.report_never"
    return Waiting(
        question=say("waiting.report", language, project=apart(row.title)),
        why=say(key, language, days=age),
        otherwise=say("waiting.report_else", language),
        page=(reverse("project", args=[row.public_id]), say("waiting.see_project", language)),
        offers=(
            (
                Offer(
                    key="waiting.do_report",
                    address=reverse("report_progress", args=[row.public_id]),
                    blanks=(
                        Blank(name="percent", look="number"),
                        Blank(name="paid", look="number"),
                    ),
                ),
            )
            if acting.may(Right.RECORD_PROGRESS, row.agency.path)
            else ()
        ),
    )


def late_projects(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Half-finished projects far behind their first promise, for which nobody promises anything."""
    found = _projects(items, acting)
    return {
        item.pk: _late(found[item.subject], acting, language, today)
        for item in items
        if item.subject in found
    }


def _late(row: Project, acting: Acting, language: Language, today: date) -> Waiting:
    first = row.first_promised_end
    days = _days(slip_days(row, today), language)
    return Waiting(
        question=say("waiting.late", language, project=apart(row.title)),
        why=say(
            "waiting.late_why",
            language,
            days=days,
            first=long_day(first, language) if first else "–",
            due=long_day(row.ends, language) if row.ends else "–",
        ),
        cost=say("waiting.late_cost", language, days=days),
        otherwise=say("waiting.late_else", language),
        page=(reverse("project", args=[row.public_id]), say("waiting.see_project", language)),
        offers=(
            (
                Offer(
                    key="waiting.do_promise",
                    address=reverse("make_promise"),
                    blanks=(
                        Blank(name="subject", look="hidden", value=row.public_id),
                        Blank(name="agency", look="hidden", value=row.agency.key),
                        Blank(name="text"),
                        Blank(name="due", look="day"),
                    ),
                ),
            )
            if acting.may(Right.RECORD_COMMITMENT, row.agency.path)
            else ()
        ),
    )
