"""Plans, a term, phases, proposals: one of each for the walks of all doors, answered by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.platform.conftest import TESTER, City

from hamgam.agencies.vocabulary import Role
from hamgam.completion.actions.adoption import adopt_plan
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.actions.plans import ScenarioValues, ask_plan, draft_scenario
from hamgam.completion.actions.proposals import Asked, propose
from hamgam.completion.actions.sheets import lay_reports
from hamgam.completion.actions.stages import PhaseValues, add_phase
from hamgam.completion.actions.term import open_term
from hamgam.completion.models import Plan
from hamgam.completion.solves import keep
from hamgam.completion.vocabulary import AskedBy, ProposalKind
from hamgam.exchange.portfolio.reports import ReportCells
from hamgam.ledger.signing import signed
from hamgam.register.models import Project, Solve

if TYPE_CHECKING:
    from tests.platform.web.objects import Objects


def view(title: str, ref: str) -> dict[str, Any]:
    """The page's parts of a plan with one project."""
    row = {
        "ref": ref, "place": "1", "title": title, "agency": "", "slot": 1, "percent": "40",
        "remaining": "", "starts": "", "ends": "", "late": None, "assumed": [], "language": "fa",
        "why": title, "waits": "", "sooner": "",
        "draw": {"closed": [], "bars": [(0, 100)], "whole": (0, 100), "promised": None},
    }  # fmt: skip
    return {
        "headline": "", "lead": [], "figures": [], "rows": [row], "left": [], "left_note": "",
        "months": [], "years": [], "year_names": [], "bands": [], "money": None, "crews": [],
        "orders": {"plans": [], "sentences": [], "moves": []}, "less": title,
    }  # fmt: skip


def line(title: str, ref: str, city: City, days: int = 300) -> dict[str, Any]:
    """One project in an answer, finished so many days ahead."""
    told = {"fa": title}
    return {
        "project": ref, "title": title, "agency": "", "place": 1, "assumed": [],
        "begins": city.today.isoformat(), "ends": (city.today + timedelta(days=days)).isoformat(),
        "promised": None, "today_ends": None, "remaining_rials": 10**12,
        "benefit_rials_per_month": 10**9, "physical_permille": 400, "rank": 1,
        "per_billion_rials": 10.0**7, "cause": "work", "holder": "", "missing_rials": None,
        "why": told, "waits": told, "sooner": told,
    }  # fmt: skip


def answer_by_hand(plan: Plan, city: City, lines: list[dict[str, Any]]) -> None:
    """Give a plan its answer as its solver would."""
    first = lines[0]
    told = {
        "summary": {"finished": 1, "all": 1, "objective": 1.0, "assumed": {}},
        "lines": lines,
        "orders": {},
        "removals": {},
        "views": {code: view(first["title"], first["project"]) for code in ("fa", "en", "ar")},
    }
    with signed(TESTER):
        summary = keep("", {"plan": plan.public_id}, told)
        Solve.objects.filter(subject=plan.public_id).update(state="done", answer=dict(summary))


def planned(city: City, owner: str, lines: list[dict[str, Any]]) -> Plan:
    """A found plan of an agency."""
    by, agency = city.acting(owner, Role.HEAD), city.agencies[owner]
    scenario = draft_scenario(by=by, agency=agency, values=ScenarioValues(name="پایه"))
    plan = ask_plan(by=by, scenario=scenario.public_id, seconds=5, today=city.today)
    answer_by_hand(plan, city, lines)
    return Plan.objects.get(pk=plan.pk)


def estimate(city: City, owner: str, project: str) -> None:
    """A remaining cost, as a new start that the gate refuses."""
    values = EstimateValues(remaining_rials=10**12, price_year=1405, is_new_start=True)
    record_estimate(by=city.acting(owner), project=project, values=values)


def furnish_plans(city: City, made: Objects, owner: str, canary: str) -> None:
    """A draft that others may not see, an adopted plan that they may, and what else completion
    keeps."""
    (secret,), (known,) = made.hidden["project_id"][:1], made.shared["project_id"][:1]
    estimate(city, owner, known)
    lines = [line(canary, secret, city), line("پل", known, city)]
    draft, adopted = planned(city, owner, lines), planned(city, owner, lines[::-1])
    by = city.acting(owner, Role.HEAD)
    adopt_plan(by=by, plan=adopted.public_id, reason="پول هست", today=city.today)
    made.hidden["plan_id"], made.shared["plan_id"] = [draft.public_id], [adopted.public_id]
    made.hidden["scenario_id"] = [draft.scenario.public_id]
    for project, where in ((secret, made.hidden), (known, made.shared)):
        values = PhaseValues(title=canary if project == secret else "فاز", result="باز می‌شود")
        phase = add_phase(by=by, project=project, values=values)
        where["phase_id"] = [phase.public_id]
    days = (city.today - timedelta(days=100), city.today + timedelta(days=900))
    report_sheet(city, made, owner)
    term = open_term(by=by, agency=city.agencies[owner], title="دوره", days=days)
    made.shared["term_id"] = [term.public_id]
    asked = Asked(
        asked_by=AskedBy.COUNCIL, from_name="شورا", kind=ProposalKind.PRIORITY, text="زودتر"
    )
    row = propose(by=by, agency=city.agencies[owner], asked=asked, today=city.today)
    made.shared["proposal_id"] = [row.public_id]


def report_sheet(city: City, made: Objects, owner: str) -> None:
    """A workbook of one report, of the agency alone."""
    (known,) = made.shared["project_id"][:1]
    on = city.today - timedelta(days=300)
    cells = ReportCells(row=1, name=known, on=on, physical_permille=10)
    sheet = lay_reports(
        by=city.acting(owner),
        agency=city.agencies[owner],
        rows=[cells],
        file_name="گزارش.xlsx",
        today=city.today,
    )
    made.hidden["sheet_id"] = [sheet.public_id]


def plan_bodies(city: City, owner: str) -> dict[str, Any]:
    """A sound body for each operation of completion."""
    today, later = city.today.isoformat(), (city.today + timedelta(days=60)).isoformat()
    own = Project.objects.filter(agency__key=owner).order_by("pk")[0].public_id
    proposal = {"asked_by": "council", "from_name": "شورا", "kind": "priority", "text": "زودتر"}
    return {
        "lay_reports": {
            "agency": owner,
            "rows": [{"project": own, "on": "2020-01-05", "physical_permille": 400}],
        },
        "take_back_reports": None,
        "record_task_estimate": {"remaining_months": 4, "after": []},
        "record_estimate": {"remaining_rials": 10**12, "price_year": 1405},
        "decide_start": {"number": "۱", "on": today, "decided_by": "شهردار", "reason": "ضرورت"},
        "add_phase": {"title": "فاز", "result": "باز می‌شود"},
        "tell_condition": {
            "key": "result_in_use",
            "is_met": True,
            "evidence": "صورت‌جلسه",
            "on": today,
        },
        "pass_phase": {
            "on": today,
            "evidence": "صورت‌جلسه",
            "decided_by": "شهردار",
            "number": "۱",
        },
        "hold_phase": {"on": today, "reason": "پول نیست"},
        "upload_portfolio": {"agency": owner, "rows": [{"title": "پل نو", "remaining_rials": 1}]},
        "draft_scenario": {"agency": owner, "name": "کمتر", "changes": {"credit": {"scale": 0.8}}},
        "ask_plan": {"seconds": 5},
        "stop_plan": {"keeps_best": False},
        "adopt_plan": {"reason": "پول هست"},
        "open_term": {"agency": owner, "title": "دوره", "begins": today, "ends": later},
        "promise_in_term": {"text": "باز می‌شود", "due": later},
        "propose": {"agency": owner, **proposal},
        "answer_proposal": {"reply": "taken", "reason": "در برنامه آمد"},
    }
