"""Plans: what was adopted, what is being worked out, scenarios side by side, and one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import names_of
from hamgam.agencies.rights import Right
from hamgam.completion import drawing, queries
from hamgam.completion.actions.adoption import adopt_plan, finishes_in_force
from hamgam.completion.actions.plans import (
    FEWEST_SECONDS,
    MOST_SECONDS,
    ask_plan,
    draft_scenario,
    stop_plan,
)
from hamgam.completion.forms import ScenarioForm
from hamgam.completion.models import Adoption, Plan, PlannedFinish
from hamgam.completion.naming import scenario_name
from hamgam.completion.question import ASSUMED_FIELDS, assumptions_of
from hamgam.completion.seeing import seen_answer, seen_view
from hamgam.completion.slips import Slip, slips_of
from hamgam.completion.why import pair_told
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.marks import slot_of
from hamgam.register.models import Project, Solve
from hamgam.register.queries import projects_visible_to
from hamgam.register.views.reading import language, today
from hamgam.register.vocabulary import SolveState

SHOWN_PLANS, MOST_FINISHES = 30, 60
SILENT_FOR = timedelta(seconds=20)
OPEN = (SolveState.WAITING, SolveState.RUNNING)


class Told:
    """A plan as lists and headings show it; its large parts stay where they are."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.name = scenario_name(plan.scenario.name, language())
        self.state = plan.solve.state if plan.solve else SolveState.DONE.value
        self.summary: Mapping[str, Any] = (plan.solve.answer or {}) if plan.solve else {}
        self.is_infeasible = bool(self.summary.get("infeasible"))
        self.is_open = self.state in OPEN
        self.is_found = self.state == SolveState.DONE and not self.is_infeasible
        self.adoption = getattr(plan, "adoption", None)

    @property
    def objective(self) -> int | None:
        """What it is worth to people, in rials of today."""
        told = self.summary.get("objective")
        return None if told is None else round(told)


def plans_told(acting: Acting) -> list[Told]:
    """The latest plans, without what is large in them; one query."""
    rows = queries.plans_visible_to(acting).defer("question", "answer", "views")
    return [Told(row) for row in rows[:SHOWN_PLANS]]


@door(Right.READ_REGISTER)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plan that holds, and the scenarios beside it."""
    acting = acting_of(request)
    holding = _holding(acting)
    told = plans_told(acting)
    may = acting.may(Right.PLAN_PORTFOLIO) and acting.agency is not None
    told_page = {
        "holding": holding,
        "plans": told,
        "found": [one for one in told if one.is_found],
        "may_plan": may,
        "form": _form(acting) if may else None,
        "assumed": assumed_fields({}),
    }
    return render(request, "completion/plans.html", told_page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A plan that holds, with who adopted it and where the projects stand in it."""

    adoption: Adoption
    name: str
    adopter: str
    finishes: Sequence[PlannedFinish]


def _holding(acting: Acting) -> list[Holding]:
    adoptions = queries.adoptions_in_force(acting)
    names = names_of({row.actor for row in adoptions})
    found = list(queries.finishes_in_force(acting, adoptions)) if adoptions else []
    return [
        Holding(
            adoption=row,
            name=scenario_name(row.plan.scenario.name, language()),
            adopter=names.get(row.actor, ""),
            finishes=[one for one in found if one.adoption_id == row.pk][:MOST_FINISHES],
        )
        for row in adoptions
    ]


def _form(acting: Acting, told: Any = None) -> ScenarioForm:
    path = acting_agency(acting).path
    projects = projects_visible_to(acting).filter(agency__path__startswith=path)
    return ScenarioForm(told, projects=projects.order_by("title"), language=language())


def assumed_fields(assumed: Mapping[str, float]) -> list[dict[str, Any]]:
    """The figures that may be assumed otherwise, as fields of a form: shares as percent."""
    now = assumptions_of(assumed)
    return [
        {
            "name": name,
            "value": round(getattr(now, name) * (1 if isinstance(least, int) else 100), 4),
            "is_share": not isinstance(least, int),
            "is_changed": name in assumed,
        }
        for name, (least, _) in ASSUMED_FIELDS.items()
    ]


@door(Right.PLAN_PORTFOLIO)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have a scenario planned."""
    acting = acting_of(request)
    form = _form(acting, request.POST)
    if not form.is_valid():
        told = {"form": form, "may_plan": True, "plans": plans_told(acting)}
        return render(request, "completion/plans.html", told, status=422)
    agency = acting_agency(acting)
    scenario = draft_scenario(by=acting, agency=agency, values=form.values(agency))
    seconds = min(max(form.cleaned_data["seconds"] or 20, FEWEST_SECONDS), MOST_SECONDS)
    try:
        plan = ask_plan(by=acting, scenario=scenario.public_id, seconds=seconds, today=today())
    except Refused as refusal:
        if refusal.code != "nothing_to_plan":
            raise
        messages.error(request, say("refusals.nothing_to_plan_detail", language()), "bad")
        return redirect("portfolio")
    return redirect("plan", plan.public_id)


def seen_plan(request: HttpRequest, plan_id: str) -> Plan:
    """A plan the reader may see; refuses (`not_found`) any other."""
    row = queries.plans_visible_to(acting_of(request)).filter(public_id=plan_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.READ_REGISTER)
@require_safe
def plan(request: HttpRequest, plan_id: str) -> HttpResponse:
    """One plan: what is finished when, why here and why not sooner, with which money."""
    row, acting = seen_plan(request, plan_id), acting_of(request)
    told = Told(row)
    may_plan = acting.may(Right.PLAN_PORTFOLIO, row.agency.path, subject=row.public_id)
    context: dict[str, Any] = {"plan": row, "told": told, "may_plan": may_plan}
    if not row.answer or "lines" not in row.answer:
        return render(request, "completion/plan_open.html", context | _search(row))
    siblings = [one for one in plans_told(acting) if one.is_found]
    may_adopt = acting.may(Right.ADOPT_PLAN, row.agency.path, subject=row.public_id)
    context |= {
        **_parts(row, acting),
        "siblings": [one for one in siblings if one.plan.agency_id == row.agency_id],
        "may_adopt": may_adopt and told.adoption is None,
        "slips": _moved(row, acting),
        "assumed": assumed_fields(row.scenario.assumed),
        "why": _why(request, seen_answer(acting, row)["lines"]),
        "adopter": _adopter(told),
    }
    return render(request, "completion/plan.html", context)


def _adopter(told: Told) -> str:
    if told.adoption is None:
        return ""
    return names_of({told.adoption.actor}).get(told.adoption.actor, "")


def _moved(row: Plan, acting: Acting) -> dict[str, list[Slip]]:
    """What moves against the plan that holds: later, sooner."""
    told = getattr(row, "adoption", None)
    before = {} if told is not None else finishes_in_force(row.agency)
    slips = list(slips_of(row.answer["lines"], before).values())
    if told is not None:
        slips = [
            Slip(
                project=one.project.public_id,
                title=one.project.title,
                before=one.before,
                first=one.first,
                ends=one.ends,
                was_planned=one.before is not None,
            )
            for one in queries.finishes_visible_to(acting).filter(adoption=told)
        ]
    return {
        "later": [one for one in slips if one.is_later],
        "sooner": [one for one in slips if one.is_sooner],
    }


def _parts(row: Plan, acting: Acting) -> dict[str, Any]:
    """The view of the reader's language with its drawings, and the projects behind its lines."""
    spoken = language()
    view = seen_view(acting, row, row.views[spoken.value])
    axis = drawing.Axis(spoken.direction == "rtl")
    known = _projects(row, acting)
    for line in [*view["rows"], *view["left"]]:
        project = known.get(line["ref"])
        line["drawn"] = drawing.row(line["draw"], axis)
        for task in line.get("tasks", ()):
            task["drawn"] = drawing.row(task["draw"], axis)
        line["project"] = project
        line["slot"] = slot_of(project.agency.key) if project else 12
        line["agency_row"] = project.agency if project else None
    for year in (view["money"] or {}).get("years", ()):
        year["tops"] = [f"{102 - bar:.1f}" for bar in year["bars"]]
    agencies = {p.agency.key: p.agency for p in known.values()}
    return {
        "view": view,
        "axis": drawing.heads(view, axis),
        "is_mirrored": axis.is_mirrored,
        "agencies": [(slot_of(key), agency) for key, agency in agencies.items()],
        "removals": _removals(row, known),
    }


def _projects(row: Plan, acting: Acting) -> dict[str, Project]:
    refs = [line["project"] for line in row.answer["lines"]]
    return {p.public_id: p for p in projects_visible_to(acting).filter(public_id__in=refs)}


def _removals(row: Plan, known: Mapping[str, Project]) -> list[dict[str, Any]]:
    """What removing each obstacle brings, the most first."""
    asked = {one["ref"]: one for one in row.question.get("obstacles", ())}
    told = sorted(row.answer.get("removals", {}).items(), key=lambda one: -one[1]["rials"])
    return [
        {
            "cause": asked[ref].get("names", {}).get(language().value) or asked[ref]["cause"],
            "project": known[asked[ref]["project"]],
            "rials": round(one["rials"]),
            "won": [known[won] for won in one["won"] if won in known],
            "until": date.fromisoformat(asked[ref]["until"]),
            "is_promised": asked[ref]["is_promised"],
        }
        for ref, one in told
        if ref in asked and asked[ref]["project"] in known and one["rials"] > 0
    ][:12]


def _why(request: HttpRequest, lines: Sequence[Mapping[str, Any]]) -> Any:
    """Why one project stands before another, where the address asks."""
    first, second = request.GET.get("a", ""), request.GET.get("b", "")
    if not first or not second or first == second:
        return None
    return pair_told(lines, first, second, language())


def _search(row: Plan) -> dict[str, Any]:
    """How far the search is."""
    solve = row.solve
    if solve is None:
        return {}
    best, bound = solve.incumbent, solve.bound
    gap = None
    if best is not None and bound:
        gap = min(max((bound - best) / abs(bound), 0.0), 1.0)
    return {
        "solve": solve,
        "best": None if best is None else round(best),
        "bound": None if bound is None else round(bound),
        "gap_percent": None if gap is None else gap * 100,
        "bar": f"{solve.percent or 0:.1f}",
        "is_open": solve.state in OPEN,
        "is_silent": _is_silent(solve),
        "reasons": _reasons(row),
    }


def _is_silent(solve: Solve) -> bool:
    """Whether its worker has not been heard for longer than it ever stays silent."""
    if solve.state != SolveState.RUNNING or solve.noted is None:
        return False
    return timezone.now() - solve.noted > SILENT_FOR


def _reasons(row: Plan) -> list[str]:
    told = row.answer.get("infeasible", [])
    spoken: list[str] = row.answer.get("spoken", {}).get(language().value, told)
    return spoken


@door(Right.READ_REGISTER)
@require_safe
def progress(request: HttpRequest, plan_id: str) -> HttpResponse:
    """How far a search is, as the part of a page that is asked for again and again."""
    row = seen_plan(request, plan_id)
    told = {"plan": row, "told": Told(row), **_search(row)}
    return render(request, "completion/progress.html", told)


@door(Right.PLAN_PORTFOLIO)
@require_POST
def stop(request: HttpRequest, plan_id: str) -> HttpResponse:
    """End a search: with the best so far, or with nothing."""
    keeps = request.POST.get("keep") == "1"
    stop_plan(by=acting_of(request), plan=plan_id, keeps_best=keeps)
    return redirect("plan", plan_id)


@door(Right.ADOPT_PLAN)
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Make a plan the one that holds, with the reason and what slips by it."""
    row, acting = seen_plan(request, plan_id), acting_of(request)
    acting.require(Right.ADOPT_PLAN, row.agency.path, subject=row.public_id)
    if "lines" not in row.answer:
        raise Refused("state")
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST" and reason:
        adopt_plan(by=acting, plan=row.public_id, reason=reason, today=today())
        messages.success(request, say("completion.adopted_told", language()))
        return redirect("plan", row.public_id)
    missing = request.method == "POST"
    told = {"plan": row, "told": Told(row), "slips": _moved(row, acting), "missing": missing}
    return render(request, "completion/adopt.html", told, status=422 if missing else 200)
