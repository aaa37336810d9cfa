"""The list of cases, and one case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from shapely.geometry import shape

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.ladder import body_at_hand, may_sit
from hamgam.coordination.actions.settling import confirming
from hamgam.coordination.actions.talking import is_party
from hamgam.coordination.bridge import freedom_of, settling
from hamgam.coordination.models import Case
from hamgam.coordination.queries import cases as queries
from hamgam.coordination.views import telling
from hamgam.coordination.views.panels.sharing import case_shared
from hamgam.coordination.views.timeline import Told, timeline
from hamgam.coordination.vocabulary import PartyRole
from hamgam.coordination.workflow.cases import ENDS, ON_THE_TABLE, OPEN, UNBOUND, UNSETTLED, State
from hamgam.engine.overlaps.settling import Span
from hamgam.exchange.city.settling import Matter
from hamgam.kit.lists import listing
from hamgam.kit.words import say
from hamgam.register.bridge import engine_work
from hamgam.register.drawing import drawing
from hamgam.register.law import law
from hamgam.register.marks import slot_of
from hamgam.register.models import Finding
from hamgam.register.ribbon import city_seasons
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language
from hamgam.register.views.telling import tell

SHOWN = ("mine", "open", "ended")


@door(Right.READ_REGISTER)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases: those that wait for the reader first."""
    acting, asked = acting_of(request), request.GET.get("show", "")
    mine = queries.open_cases(acting).filter(queries.of_mine(acting))
    shown = asked if asked in SHOWN else ("mine" if mine.exists() else "open")
    rows = {
        "mine": mine,
        "open": queries.open_cases(acting),
        "ended": queries.cases_visible_to(acting)
        .filter(state__in=[state.value for state in ENDS])
        .order_by("-pk"),
    }[shown]
    kept = rows.prefetch_related(
        "parties__agency",
        "works__work",
        "findings__finding__a__agency",
        "findings__finding__b__agency",
    )
    page = listing(kept, request.GET.get("page"))
    waiting = set(queries.waiting_answers(acting).values_list("pk", flat=True))
    told = {
        "page": page,
        "rows": [_line(case, acting, waiting) for case in page.items],
        "shown": shown,
        "tabs": SHOWN,
        "counts": {"mine": mine.count(), "waiting": len(waiting)},
    }
    return render(request, "coordination/cases.html", told)


def _line(case: Case, acting: Acting, waiting: set[int]) -> dict[str, Any]:
    works = [row.work for row in case.works.all()]
    findings = [row.finding for row in case.findings.all()]
    return {
        "case": case,
        "title": title_of(case, findings),
        "street": next((work.street for work in works if work.street), ""),
        "owners": [p.agency for p in case.parties.all() if p.role == PartyRole.OWNER],
        "waits": case.pk in waiting,
        "clock": telling.clock_told(case, language()),
    }


def title_of(case: Case, findings: list[Finding]) -> str:
    """What a case is about, in one sentence: its gravest finding's."""
    if not findings:
        return case.number
    graver = sorted(findings, key=lambda row: (row.b_id is None, row.severity != "high", row.pk))
    return tell(graver[0], law(telling.today())).sentence


@door(Right.READ_REGISTER)
@require_safe
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """One case: both sides, the ways on one scale, the clock, the ladder, who signed."""
    acting = acting_of(request)
    return render(
        request, "coordination/case.html", case_told(acting, queries.case_of(acting, case_id))
    )


def sides_of(row: Case) -> telling.Sides:
    """The works and names that every sentence about the case needs."""
    spoken = language()
    held = row.works.select_related("work__agency", "work__project").order_by("work_id")
    works = [one.work for one in held]
    return telling.Sides(
        works={work.public_id: work for work in works},
        names={agency.key: agency.name(spoken) for agency in agencies()},
        language=spoken,
    )


def case_told(acting: Acting, row: Case) -> dict[str, Any]:
    """Everything the page of a case tells; a constant number of queries."""
    sides, proposal = sides_of(row), queries.standing_proposal(row)
    proposed = proposal.option_id if proposal else None
    options = [telling.seen_option(one, sides, proposed) for one in queries.options_of(row)]
    settlement = queries.settlement_of(row)
    chosen = _chosen(options, settlement, sides)
    best = next((one for one in options if one.is_best), None)
    shown, may = chosen or best, _mine(acting, row)
    findings = [
        held.finding
        for held in row.findings.select_related("finding__a__agency", "finding__b__agency")
    ]
    works = list(sides.works.values())
    by = law(telling.today())
    return {
        "case": row,
        "title": title_of(row, findings),
        "findings": [tell(finding, by) for finding in findings],
        "sides": _freedoms(row),
        "map": drawing(
            works,
            places=[shape(place) for finding in findings for place in finding.places],
            epsg=by.epsg,
            language=language(),
        ),
        "options": options,
        "shown": shown,
        "reason": telling.reason_told(best.row, language()) if best else "",
        "saved": telling.saved_told(shown.row, language()) if shown else "",
        "timeline": _timeline(sides, shown),
        "proposal": proposal,
        "settlement": settlement,
        "letters": _letters(row, settlement, may),
        "signatures": telling.signatures_told(row, _signed(row, proposal), acting, may),
        "clock": telling.clock_told(row, language()),
        "ladder": telling.ladder_told(row, language()),
        "talk": telling.talk_told(row, acting, sides),
        "parties": queries.parties_of(row),
        "history": story_of(acting, row.public_id),
        "is_party": is_party(acting, row),
    } | _deeds(acting, row, proposal, may)


def _chosen(options: list[telling.Seen], settlement: Any, sides: telling.Sides) -> Any:
    """The option that was settled, else the one on the table; None for neither."""
    if settlement is not None:
        return telling.seen_option(settlement.option, sides, settlement.option_id)
    return next((one for one in options if one.is_proposed), None)


def _signed(row: Case, proposal: Any) -> Any:
    """The proposal whose signatures are shown: the one on the table, or the one agreed."""
    return proposal or row.proposals.order_by("-pk").first()


def _mine(acting: Acting, row: Case) -> set[int]:
    return {
        party.agency_id
        for party in queries.parties_of(row)
        if acting.may(Right.SETTLE_CASE, party.agency.path, subject=row.public_id)
    }


def _deeds(acting: Acting, row: Case, proposal: Any, may: set[int]) -> dict[str, Any]:
    """What the reader may do here and now."""
    state, owners = State(row.state), queries.parties_of(row, PartyRole.OWNER)
    mine = [party for party in owners if party.agency_id in may]
    answered = (
        set(proposal.signatures.values_list("agency", flat=True)) if proposal is not None else set()
    )
    competent = settling().competent(Matter(row.matter))
    sits = may_sit(acting, row) and state in UNSETTLED
    body = body_at_hand(row)
    return {
        "shared": case_shared(acting, row),
        "may_propose": bool(mine) and state in {State.OPTIONS, *ON_THE_TABLE},
        "may_sign": proposal is not None
        and state in ON_THE_TABLE
        and any(party.agency_id not in answered for party in mine),
        "may_recompute": bool(mine) and state in UNSETTLED,
        "may_carry": bool(mine) and state in UNSETTLED,
        "may_free": state in UNSETTLED,
        "mine": may,
        "is_open": state in OPEN,
        "is_tabled": state in ON_THE_TABLE,
        "sits": sits,
        "body": settling().bodies[body].names[language().value] if body else "",
        "competent": telling.bodies_told([held.key for held in competent], language()),
    }


def _letters(row: Case, settlement: Any, may: set[int]) -> list[dict[str, Any]]:
    """Whose letters make it bind, and which stand."""
    if settlement is None:
        return []
    entered = {letter.agency_id: letter for letter in settlement.letters.all()}
    return [
        {
            "agency": party.agency,
            "letter": entered.get(party.agency_id),
            "may": party.agency_id in may and State(row.state) in UNBOUND,
        }
        for party in confirming(row, settlement)
    ]


def _freedoms(row: Case) -> list[dict[str, Any]]:
    held = row.works.select_related("work__agency", "work__project").order_by("work_id")
    return [
        {"work": one.work, "freedom": freedom_of(one, engine_work(one.work)), "row": one}
        for one in held
    ]


def _timeline(sides: telling.Sides, shown: telling.Seen | None) -> Any:
    spoken = language()
    now = [
        Told(
            slot=slot_of(work.agency.key),
            label=sides.agency_of(ref),
            spans=[Span(work.begins, work.ends)] if work.begins and work.ends else [],
        )
        for ref, work in sides.works.items()
    ]
    rows = {say("cases.row_now", spoken): now}
    if shown is not None and not shown.is_standing:
        rows[say("cases.row_option", spoken, number=shown.number)] = [
            Told(
                slot=slot_of(sides.works[placement.ref].agency.key),
                label=sides.agency_of(placement.ref),
                spans=list(placement.spans),
            )
            for placement in shown.placements
            if placement.ref in sides.works
        ]
    return timeline(rows, city_seasons(telling.today()), spoken)
