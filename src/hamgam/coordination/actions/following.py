"""What follows of facts: agreed days on the shared table, review after an edit, lapse, kept or
broken."""

from __future__ import annotations

import json
from datetime import timedelta

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.coordination.actions.rows import move
from hamgam.coordination.actions.telling import tell_parties
from hamgam.coordination.bridge import placements_of, settling
from hamgam.coordination.clocks import rung_of, runs_out
from hamgam.coordination.models import Case, CaseWork, Settlement
from hamgam.coordination.models.permits import Application
from hamgam.coordination.queries.cases import settlement_of
from hamgam.coordination.workflow.cases import OPEN, UNBOUND, UNSETTLED, Move, State
from hamgam.engine.overlaps.settling import Placement
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.actions.lifting import lift_windows
from hamgam.register.actions.windows import Days, set_window
from hamgam.register.models import Work
from hamgam.register.vocabulary import FindingState, WindowKind


def actor_of(fact: Fact) -> Acting:
    """The fact's own actor, for deeds that follow of it."""
    agency = Agency.objects.filter(key=fact.agency).first()
    return Acting(actor=fact.actor, agency=agency, request=fact.request)


def write_windows(fact: Fact) -> None:
    """Follow-up: write the agreed days of a settlement that binds; no agency's own days change."""
    told = json.loads(fact.payload)
    if "settlement" not in told or not told.get("works"):
        return
    settlement = Settlement.objects.select_related("option").get(public_id=told["settlement"])
    works = Work.objects.in_bulk(settlement.option.placements.keys(), field_name="public_id")
    for placement in placements_of(settlement.option.placements):
        first, last = placement.spans[0], placement.spans[-1]
        days = Days(begins=first.begins, ends=last.ends, source=settlement.public_id)
        by = actor_of(fact)
        set_window(by=by, of=works[placement.ref], kind=WindowKind.AGREED, days=days)


def keep_decisions(fact: Fact) -> None:
    """Follow-up: an application to dig is decided by its own deeds, which write the permit; the
    minutes alone do not conclude it (`own_protocol`)."""
    about = json.loads(fact.payload).get("about")
    if about and Application.objects.filter(public_id=about).exists():
        raise Refused("own_protocol")


def _works_of(fact: Fact) -> list[str]:
    told = json.loads(fact.payload)
    more = [told["dropped"]] if "dropped" in told else []
    return [fact.subject, *told.get("works", ()), *more]


def review_cases(fact: Fact) -> None:
    """Follow-up: a case whose work was changed is to be looked at again; one that was agreed but
    not yet bound opens again, one that was bound is broken by days outside the agreed ones."""
    held = CaseWork.objects.filter(work__public_id__in=_works_of(fact)).select_related("work")
    for row in held.select_related("case"):
        state = State(row.case.state)
        if row.work.version == row.version or state not in OPEN:
            continue
        if state is State.BOUND:
            _check_bound(row, fact)
        elif state in UNBOUND:
            _reopen(row.case)
        elif not row.case.needs_review:
            row.case.needs_review = True
            row.case.save(update_fields=["needs_review"])
            tell_parties(row.case, "case_review")


def _reopen(case: Case) -> None:
    case.settlement.reopened = True
    case.settlement.save(update_fields=["reopened"])
    case.proposals.filter(stands=True).update(stands=False)
    case.needs_review = True
    case.due = runs_out(rung_of(case).clock, case.rung_since)
    move(case, Move.REOPEN)
    tell_parties(case, "case_review")


def _check_bound(row: CaseWork, fact: Fact) -> None:
    settlement = settlement_of(row.case)
    if settlement is None or is_kept(row.work, placement_in(settlement, row.work)):
        return
    lift_windows(by=actor_of(fact), source=settlement.public_id)
    _end(row.case, Move.BREAK)
    tell_parties(row.case, "case_broken")


def placement_in(settlement: Settlement, work: Work) -> Placement | None:
    """The days a settlement gives to a work; None when it gives it none."""
    told = placements_of(settlement.option.placements)
    return next((one for one in told if one.ref == work.public_id), None)


def is_kept(work: Work, agreed: Placement | None) -> bool:
    """Whether a work's own days lie within the agreed ones, give or take the city's tolerance."""
    if agreed is None or work.begins is None or work.ends is None:
        return True
    slack = timedelta(days=settling().kept_within_days)
    return agreed.spans[0].begins - slack <= work.begins and work.ends <= agreed.ends + slack


def lapse_cases(fact: Fact) -> None:
    """Follow-up: a case between whose works nothing is found any longer lapses, if nothing was
    settled."""
    held = Case.objects.filter(
        works__work__public_id__in=_works_of(fact), state__in=[s.value for s in UNSETTLED]
    )
    for case in held.distinct():
        between = case.findings.filter(finding__b__isnull=False)
        about = between if between.exists() else case.findings.all()
        if about.exists() and not about.exclude(finding__state=FindingState.LAPSED).exists():
            _end(case, Move.LAPSE)
            tell_parties(case, "case_lapsed")


def _end(case: Case, by: Move) -> None:
    case.due = None
    move(case, by)
    case.findings.update(released=True)


def follow(case: Case) -> dict[str, object]:
    """The agreed days are over: kept, if no agency went outside them."""
    settlement = settlement_of(case)
    kept = settlement is not None and all(
        row.work.version == row.version or is_kept(row.work, placement_in(settlement, row.work))
        for row in case.works.select_related("work")
    )
    _end(case, Move.KEEP if kept else Move.BREAK)
    tell_parties(case, "case_kept" if kept else "case_broken")
    return {"kept": kept}
