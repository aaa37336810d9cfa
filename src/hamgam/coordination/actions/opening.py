"""Opening a case from a finding, and computing the ways to settle it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.actions.rows import case_in_hand, move
from hamgam.coordination.bridge import (
    hidden_beside,
    placements_json,
    reason_json,
    scene_of,
    settling,
    weight_json,
)
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models import Case, CaseFinding, CaseParty, CaseWork, Option
from hamgam.coordination.vocabulary import HIDDEN, PartyRole
from hamgam.coordination.workflow.cases import Move
from hamgam.engine.calendars.instants import local_day
from hamgam.engine.calendars.jalali import jalali_of
from hamgam.engine.overlaps.options.rank import options_for
from hamgam.engine.works import Activity, Impact
from hamgam.exchange.city.settling import Ladder, Matter
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.models import Finding, Stake, Work
from hamgam.register.queries import findings_visible_to
from hamgam.register.telling import is_within
from hamgam.register.vocabulary import FindingState

MOST_WORKS = 4
"""More works than these no single agreement settles; the rest get cases of their own."""


def open_case(*, by: Acting, finding: str) -> Case:
    """Make a case of a finding and of all that must be settled with it; the one it has already
    when there is one. Planners of either side's agency; records `case_opened`."""
    with deed(by):
        seen = findings_visible_to(by).filter(identity=finding).first()
        if seen is None:
            raise Refused("not_found")
        row = Finding.objects.select_for_update().get(pk=seen.pk)
        sides = [row.a] + ([row.b] if row.b else [])
        if not any(by.may(Right.SETTLE_CASE, side.agency.path) for side in sides):
            raise Refused("forbidden", right=Right.SETTLE_CASE.value)
        return begin_case(by, row)


def begin_case(by: Acting, row: Finding) -> Case:
    """Make a case of a finding that stands; part of several deeds. Refuses (`state`) what may not
    be at issue, and (`taken`) a finding that has a case already."""
    sides = [row.a] + ([row.b] if row.b else [])
    if row.state != FindingState.OPEN or not all(_may_be_at_issue(s) for s in sides):
        raise Refused("state")
    held = row.cases.filter(released=False).select_related("case").first()
    if held is not None:
        raise Refused("taken", key=held.case.public_id)
    case = _new_case(by, cluster(row))
    compute(case)
    payload = {"finding": row.identity, "number": case.number}
    record_fact("case_opened", subject=case.public_id, payload=payload)
    return case


def _may_be_at_issue(work: Work) -> bool:
    """Whether a work has days and is shown to the other side: what is sealed is first shown by its
    own agency."""
    is_dated = work.begins is not None and work.ends is not None
    return is_dated and work.sharing not in HIDDEN


def compute_options(*, by: Acting, case: str) -> Case:
    """Compute the ways anew, after a side was changed. Planners of the owners; records
    `options_computed`."""
    with deed(by):
        row = case_in_hand(by, case, Right.SETTLE_CASE)
        compute(row)
        record_fact("options_computed", subject=row.public_id)
    return row


def cluster(finding: Finding) -> list[Work]:
    """The works that must be settled together: the finding's own, and those that each of them
    collides with."""
    works = [finding.a] + ([finding.b] if finding.b else [])
    if len(works) < 2:
        return works
    graver = Finding.objects.filter(state=FindingState.OPEN, kind="collision")
    graver = graver.filter(consequence__in=("block", "require")).exclude(cases__released=False)
    beside = [_others_of(graver, work) for work in works]
    shared = set(beside[0]).intersection(*beside[1:]) - {work.pk for work in works}
    rows = Work.objects.select_related("agency").filter(pk__in=shared).exclude(sharing__in=HIDDEN)
    rows = rows.order_by("pk")
    return [*works, *rows[: MOST_WORKS - len(works)]]


def _others_of(rows: QuerySet[Finding], work: Work) -> list[int]:
    first = rows.filter(a=work, b__isnull=False).values_list("b", flat=True)
    return [*first, *rows.filter(b=work).values_list("a", flat=True)]


def _new_case(by: Acting, works: Sequence[Work]) -> Case:
    now = timezone.now()
    owners = {work.agency.key: work.agency for work in works}
    ladder = ladder_for(list(owners.values()))
    case = Case.objects.create(
        number=_next_number(now),
        sharing=_sharing_of(works).value,
        matter=matter_of(works).value,
        ladder=ladder.key,
        rung_since=now,
        due=runs_out(ladder.rungs[0].clock, now),
        opened=now,
        opened_by=by.actor,
    )
    for work in works:
        CaseWork.objects.create(case=case, work=work, version=work.version)
    for agency in owners.values():
        CaseParty.objects.create(case=case, agency=agency, role=PartyRole.OWNER)
    for agency in _stakeholders(works):
        if agency.key not in owners:
            CaseParty.objects.create(case=case, agency=agency, role=PartyRole.STAKE)
    gather_findings(case)
    return case


def gather_findings(case: Case) -> None:
    """Put every open finding about the case's works alone into it, where no other case has it."""
    works = list(case.works.values_list("work", flat=True))
    free = Finding.objects.exclude(cases__released=False)
    about = free.filter(state=FindingState.OPEN, a__in=works)
    for finding in about.filter(Q(b__in=works) | Q(b__isnull=True)):
        CaseFinding.objects.create(case=case, finding=finding)


def _next_number(now: datetime) -> str:
    year = jalali_of(local_day(now, settings.TIME_ZONE))[0]
    last = Case.objects.filter(number__startswith=f"{year}-").order_by("-pk").first()
    serial = int(last.number.partition("-")[2]) + 1 if last else 1
    return f"{year}-{serial}"


def _sharing_of(works: Sequence[Work]) -> Sharing:
    open_ones = {Sharing.PUBLIC, Sharing.AGENCIES}
    return Sharing.AGENCIES if all(w.sharing in open_ones for w in works) else Sharing.PARTIES


def matter_of(works: Sequence[Work]) -> Matter:
    """What the decision would be about: a closure where one is shut whole, else the digging."""
    if any(work.impact == Impact.CLOSURE for work in works):
        return Matter.CLOSURE
    paving = all(work.activity == Activity.PAVING for work in works)
    return Matter.PAVING if paving else Matter.DIGGING


def ladder_for(owners: Sequence[Agency]) -> Ladder:
    """The first ladder whose agencies are all on some owner's branch."""
    for ladder in settling().ladders:
        named = [any(f"/{key}/" in owner.path for owner in owners) for key in ladder.agencies]
        if all(named):
            return ladder
    return settling().ladders[-1]


def _stakeholders(works: Sequence[Work]) -> list[Agency]:
    stakes = Stake.objects.select_related("agency").filter(geometry__isnull=False)
    found = {
        stake.agency.key: stake.agency
        for stake in stakes
        if any(is_within(work, stake) for work in works)
    }
    return list(found.values())


def compute(case: Case) -> None:
    """Write the ways to settle a case under the signature at hand; the earlier ones stay as
    evidence. Part of several deeds."""
    kept = {row.work_id: row for row in case.works.select_related("work")}
    today = local_day(timezone.now(), settings.TIME_ZONE)
    scene = scene_of(case, today)
    found, hidden = options_for(scene), hidden_beside(scene)
    case.options.filter(stale=False).update(stale=True)
    case.proposals.filter(stands=True).update(stands=False)
    told = [(found.standing, {}), *((one, reason_json(why)) for one, why in found.options)]
    for rank, (weighed, reason) in enumerate(told):
        option = weighed.option
        Option.objects.create(
            case=case,
            rank=rank,
            kind=option.kind.value,
            placements=placements_json(option),
            movers=list(option.movers),
            leader=option.leader or "",
            by_night=option.by_night,
            weight=weight_json(weighed, hidden),
            reason=reason,
        )
    for row in kept.values():
        row.version = row.work.version
        row.save(update_fields=["version"])
    case.computed, case.needs_review = timezone.now(), False
    move(case, Move.COMPUTE)
