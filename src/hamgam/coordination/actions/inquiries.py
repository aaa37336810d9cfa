"""Asking before paving («استعلام»): every utility is asked about every street, and silence is kept
as silence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.following import actor_of
from hamgam.coordination.actions.numbers import next_number
from hamgam.coordination.actions.opening import begin_case
from hamgam.coordination.actions.settling import today
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models import Inquiry, InquiryLine
from hamgam.coordination.queries.inquiries import (
    inquiries_visible_to,
    lines_visible_to,
    open_lines,
    programme,
    utilities,
)
from hamgam.coordination.vocabulary import InquiryAnswer
from hamgam.engine.findings import FindingKind
from hamgam.engine.works import Activity, Impact, Stage
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Fact
from hamgam.register.actions.rows import in_hand, iso
from hamgam.register.actions.works import add_work
from hamgam.register.models import Finding, Work
from hamgam.register.values import WorkValues, check
from hamgam.register.vocabulary import FindingState

SETTLED_WITH = frozenset({"block", "require"})


def ask_utilities(
    *, by: Acting, agency: Agency, works: Sequence[str] = (), words: str = ""
) -> list[Inquiry]:
    """Ask every utility about streets that are to be paved; no works named asks about the whole
    programme that was not asked about. Planners of the paving agency; records `utilities_asked` for
    each street."""
    by.require(Right.ASK_UTILITIES, agency.path)
    with deed(by):
        rows = programme(by, today()).filter(agency__path__startswith=agency.path)
        chosen = list(rows.filter(public_id__in=works) if works else rows)
        asked, now = utilities(), timezone.now()
        if not chosen or len(chosen) < len(set(works)) or not asked:
            raise Refused("state")
        made = [_ask(by, work, asked, (now, words)) for work in chosen]
        for utility in asked:
            _tell_utility(utility, made[0])
    return made


def _ask(by: Acting, work: Work, asked: Sequence[Agency], said: tuple[datetime, str]) -> Inquiry:
    now, words = said
    by.require(Right.ASK_UTILITIES, work.agency.path, subject=work.public_id)
    row = Inquiry.objects.create(
        number=next_number("س", Inquiry, now),
        agency=work.agency,
        work=work,
        asked=now,
        asked_by=by.actor,
        due=runs_out(settling().clocks["inquiry"], now),
        words=words,
    )
    InquiryLine.objects.bulk_create([InquiryLine(inquiry=row, agency=one) for one in asked])
    payload = {"work": work.public_id, "asked": [agency.key for agency in asked]}
    record_fact("utilities_asked", subject=row.public_id, payload=payload)
    return row


def desk_of(agency: Agency) -> str:
    """What the one item about all open questions of an agency is known by."""
    return f"inquiries/{agency.key}"


def _tell_utility(agency: Agency, row: Inquiry) -> None:
    put_in_inbox(
        agency,
        kind="inquiry_waits",
        subject=desk_of(agency),
        about={"street": row.work.street},
        due=row.due.date() if row.due else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a utility says; days for whatever it would dig."""

    answer: InquiryAnswer
    begins: date | None = None
    ends: date | None = None
    words: str = ""


def answer_inquiry(*, by: Acting, line: str, said: Said) -> InquiryLine:
    """Answer for one's agency, late or in time; what it would dig is laid on the shared table and
    judged against the paving. Planners of the utility; records `inquiry_answered`."""
    with deed(by):
        row = in_hand(lines_visible_to(by), line)
        by.require(Right.ANSWER_INQUIRY, row.agency.path, subject=row.public_id)
        paving = row.inquiry.work
        if row.answer or not _may_be_answered(paving):
            raise Refused("state")
        row.answer, row.words = said.answer.value, said.words
        row.answered, row.answered_by = timezone.now(), by.actor
        if said.answer is not InquiryAnswer.NOTHING:
            row.dig = _lay_dig(row, paving, said)
            row.begins, row.ends = said.begins, said.ends
        row.save()
        payload: dict[str, object] = {
            "agency": row.agency.key,
            "answer": row.answer,
            "late": row.silent is not None,
            "work": paving.public_id,
        }
        if row.dig is not None:
            payload |= {"works": [row.dig.public_id], "begins": iso(row.begins)}
        if not open_lines(row.agency).exists():
            payload["desk"] = desk_of(row.agency)
        _end_when_all_answered(row.inquiry)
        record_fact("inquiry_answered", subject=row.inquiry.public_id, payload=payload)
    return row


def _may_be_answered(paving: Work) -> bool:
    """As long as nobody paves."""
    stands = paving.withdrawn is None and paving.merged_into_id is None
    return stands and paving.begins is not None and today() <= paving.begins


def _lay_dig(row: InquiryLine, paving: Work, said: Said) -> Work:
    """What the utility would dig, as a work of its own in the street of the paving."""
    if said.begins is None or said.ends is None:
        missing = [name for name in ("begins", "ends") if getattr(said, name) is None]
        errors = [{"pointer": f"#/{name}", "detail": "required"} for name in missing]
        raise Refused("validation", errors=errors)
    is_before = said.answer is InquiryAnswer.DIG_BEFORE
    values = WorkValues(
        title=(said.words or paving.street)[:300],
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED if is_before else Stage.WINDOW,
        impact=Impact.IMPORTANT,
        street=paving.street,
        geometry=paving.shape,
        begins=said.begins,
        ends=said.ends,
        submitted=today(),
    )
    check(values)
    return add_work(row.agency, values, project=None, upload=None)


def _end_when_all_answered(inquiry: Inquiry) -> None:
    if inquiry.ended is None and not inquiry.lines.filter(answer="").exists():
        _end(inquiry, timezone.now())


def _end(inquiry: Inquiry, now: datetime) -> None:
    inquiry.due, inquiry.ended = None, now
    inquiry.save(update_fields=["due", "ended"])
    put_in_inbox(
        inquiry.agency,
        kind="inquiry_over",
        subject=inquiry.public_id,
        about={"street": inquiry.work.street},
    )


def open_dig_case(fact: Fact) -> None:
    """Follow-up: where a dig that a utility must do before the paving meets it all the same, both
    have a case."""
    told = json.loads(fact.payload)
    if told["answer"] != InquiryAnswer.DIG_BEFORE or not told.get("works"):
        return
    ids = [told["work"], *told["works"]]
    found = Finding.objects.filter(
        Q(a__public_id__in=ids) & Q(b__public_id__in=ids),
        Q(kind=FindingKind.COLLISION) | Q(consequence__in=SETTLED_WITH),
        state=FindingState.OPEN,
        a__begins__isnull=False,
        b__begins__isnull=False,
    ).exclude(cases__released=False)
    row = found.order_by("pk").first()
    if row is not None:
        begin_case(actor_of(fact), row)


def run_inquiry_clocks(now: datetime) -> int:
    """Write down whose silence outlasted the clock; how many inquiries ended. A job's deed; records
    `inquiry_ran_out` for each."""
    due = Inquiry.objects.filter(due__lte=now).order_by("due")
    by, ids = job("inquiry_clocks"), list(due.values_list("public_id", flat=True))
    for public_id in ids:
        with deed(by):
            row = in_hand(inquiries_visible_to(by), public_id)
            silent = row.lines.filter(answer="").select_related("agency")
            keys = sorted(line.agency.key for line in silent)
            row.lines.filter(answer="").update(silent=now)
            _end(row, now)
            record_fact("inquiry_ran_out", subject=row.public_id, payload={"silent": keys})
    return len(ids)
