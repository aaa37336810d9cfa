"""The demo's portfolio: estimates, money, reports over time, obstacles, a term with its promises,
and a plan that the mayor adopted. All of it is invented."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from hamgam.agencies.acting import Acting, acting_for, job
from hamgam.agencies.models import Agency, Person
from hamgam.completion.actions.adoption import adopt_plan
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.actions.plans import ScenarioValues, ask_plan, draft_scenario
from hamgam.completion.actions.proposals import Asked, answer_proposal, propose
from hamgam.completion.actions.stages import PhaseValues, add_phase
from hamgam.completion.actions.starts import Decision, decide_start
from hamgam.completion.actions.term import Promised, open_term, promise_in_term
from hamgam.completion.curves import Baseline, smooth
from hamgam.completion.models import Plan
from hamgam.completion.solves import keep
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.ledger.signing import Signature, signed
from hamgam.register.actions import money, projects
from hamgam.register.actions.windows import Days, set_window
from hamgam.register.models import Project, Solve, Task
from hamgam.register.solves.solver import Silence
from hamgam.register.vocabulary import FundingSource, SolveState, WindowKind
from hamgam.web.demo_stages import lay_gates, lay_tasks

DEMO = job("demo")
REPORTER = replace(DEMO, actor="job:demo-report")
BACK = (720, 420, 230, 140, 60, 0)
"""Days before the last report."""
WORK = 60
"""Schedules built for the demo's plan: the same on every machine, and soon."""


class ToldProject(Protocol):
    """What a project of the demo city tells of its money and its rest."""

    @property
    def ref(self) -> str:
        """Its code."""

    @property
    def zone(self) -> str:
        """The key of its district."""

    @property
    def physical_percent(self) -> float:
        """How much is built."""

    @property
    def paid_percent(self) -> float:
        """How much is paid."""

    @property
    def total_rials(self) -> int:
        """The whole cost."""

    @property
    def remaining_rials(self) -> int:
        """What is left to be spent."""

    @property
    def price_base(self) -> tuple[int, int]:
        """Jalali year and quarter of the prices."""

    @property
    def credit_rials(self) -> Mapping[int, int]:
        """Approved credit by Jalali year."""

    @property
    def began(self) -> date | None:
        """The day it began."""

    @property
    def first_promised(self) -> date | None:
        """The end first promised."""

    @property
    def benefit_rials_per_month(self) -> int:
        """What it is worth to people each month."""

    @property
    def is_mega(self) -> bool:
        """Whether it is one of the city's great projects."""

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Codes of what holds it up."""


def _dice(ref: str, sides: int) -> int:
    """A throw that is always the same for a project."""
    return int(hashlib.sha256(ref.encode()).hexdigest()[:8], 16) % sides


def lay_portfolio(told: Sequence[ToldProject], today: date) -> None:
    """Everything of completion on the demo's projects, which stand already."""
    rows = {row.code: row for row in Project.objects.select_related("agency")}
    for one in told:
        project = rows[one.ref]
        by = replace(DEMO, agency=project.agency)
        _estimate(one, project, by)
        _fund(one, project, by, today)
        if one.began:
            _contract(one, project, by, today)
            _report(one, project, today)
        _block(one, project, by, today)
        if one.is_mega:
            _phases(project, by, today)
    lay_gates(_mayor(today), today)
    lay_tasks([rows[one.ref] for one in told if one.began], today)
    _exception(told, rows, today)
    _term(today, rows)
    _proposals(today, rows)
    _adopt(today)


def _estimate(one: ToldProject, project: Project, by: Acting) -> None:
    is_new, throw = one.began is None, _dice(one.ref, 10)
    values = EstimateValues(
        remaining_rials=one.remaining_rials,
        price_year=one.price_base[0],
        zone="منطقه ثامن" if one.zone == "samen" else f"منطقه {one.zone.rpartition('_')[2]}",
        benefit_rials_per_month=one.benefit_rials_per_month if throw < 7 else None,
        is_new_start=is_new,
        years=3 if is_new else None,
        land_cleared_permille=(950 if throw < 5 else 620) if is_new else None,
        undated_relocations=(0 if throw < 6 else 2) if is_new else None,
        study_complete=True if is_new else None,
        drawings_complete=(throw < 7) if is_new else None,
        staged_for_seasons=(throw < 8) if is_new else None,
        cost_p80_rials=round(one.total_rials * 1.25) if is_new else None,
        ceiling_rials=round(one.total_rials * 1.3) if is_new and throw < 6 else None,
    )
    record_estimate(by=by, project=project.public_id, values=values)


def _fund(one: ToldProject, project: Project, by: Acting, today: date) -> None:
    """Two years that are over, with what was really paid, and the years told."""
    own = project.agency.path.startswith("/municipality/")
    source = FundingSource.MUNICIPAL if own else FundingSource.STATE_CREDIT
    first, year = min(one.credit_rials.values()), jalali_of(today)[0]
    past = {year - 2: (round(first * 0.8), 0.53), year - 1: (round(first * 0.9), 0.61)}
    for told_year, (approved, share) in (past if one.began else {}).items():
        paid = round(approved * share)
        _line(project, by, (source, told_year), (approved, paid, paid))
    for told_year, approved in one.credit_rials.items():
        paid = round(approved * 0.35) if told_year == year and one.began else 0
        _line(project, by, (source, told_year), (approved, round(paid * 1.3), paid))
    if one.is_mega and own:
        bonds = round(first * 0.5)
        _line(project, by, (FundingSource.PARTICIPATION_BONDS, year + 1), (bonds, 0, 0))


def _line(
    project: Project, by: Acting, key: tuple[FundingSource, int], rials: tuple[int, int, int]
) -> None:
    approved, allocated, paid = rials
    values = money.FundingValues(
        source=key[0],
        year=key[1],
        price_year=key[1],
        approved_rials=approved,
        allocated_rials=allocated,
        paid_rials=paid,
    )
    money.record_funding(by=by, project=project.public_id, values=values)


def _contract(one: ToldProject, project: Project, by: Acting, today: date) -> None:
    """One contract with three claims: paid, approved and waiting, just submitted."""
    began = one.began or today
    values = money.ContractValues(
        number=f"پ-{one.ref[-3:]}",
        contractor="پیمانکار نمایشی",
        amount_rials=round(one.total_rials * 0.9),
        price_year=one.price_base[0],
        signed_on=began - timedelta(days=40),
        begins=began,
        handed_over_on=began,
    )
    contract = money.record_contract(by=by, project=project.public_id, values=values).public_id
    sum_ = round(one.total_rials * one.paid_percent / 100)
    days = (today - began).days
    for number, (share, back) in enumerate(((0.88, 0.5), (0.08, 0.1), (0.04, 0.02)), 1):
        on = today - timedelta(days=max(round(days * back), 4))
        claim = money.submit_claim(
            by=by, contract=contract, number=str(number), on=on, rials=max(round(sum_ * share), 1)
        )
        if number < 3:
            rials = claim.submitted_rials
            money.approve_claim(by=by, claim=claim.public_id, on=on, rials=rials)
        if number == 1:
            money.pay_claim(by=by, claim=claim.public_id, on=on, rials=rials)
    if _dice(one.ref, 17) == 4:
        notice = f"ت-{one.ref[-3:]}"
        money.suspend_contract(
            by=by, contract=contract, on=today - timedelta(days=70), notice_number=notice
        )


def _report(one: ToldProject, project: Project, today: date) -> None:
    """Reports from the beginning on, all but the last verified; every seventh project stands."""
    began = one.began or today
    line = None
    if one.first_promised and one.first_promised > began:
        line = Baseline(begins=began, ends=one.first_promised)
    last = today - timedelta(days=9 + 12 * _dice(one.ref + "r", 4))
    stands = _dice(one.ref, 7) == 3
    days = [max(began + timedelta(days=5), last - timedelta(days=back)) for back in BACK]
    for on in dict.fromkeys(days):
        t = (on - began).days / max((last - began).days, 1)
        share = min(t * 3, 1.0) if stands else smooth(t) * 0.35 + t * 0.65
        physical = round(one.physical_percent * 10 * share)
        spi = line.spi_time(on, physical / 1000) if line else None
        told = projects.Reported(
            on=on,
            physical_permille=physical,
            paid_permille=round(one.paid_percent * 10 * min(t, 1.0)),
            planned_permille=round(line.at(on) * 1000) if line else None,
            spi_time_permille=None if spi is None else min(round(spi * 1000), 3000),
        )
        by = replace(REPORTER, agency=project.agency)
        report = projects.record_progress(by=by, project=project.public_id, reported=told)
        if on < last:
            verifier = replace(DEMO, agency=project.agency)
            projects.verify_progress(by=verifier, progress=report.public_id, permille=physical)


def _block(one: ToldProject, project: Project, by: Acting, today: date) -> None:
    """The gravest obstacle of a project that has begun, on the rest of its work."""
    title = "باقی‌ماندهٔ کار"
    task = projects.add_task(by=by, project=project.public_id, title=title, days=(None, None))
    for code in one.obstacles[:2] if one.began else ():
        throw = _dice(one.ref + code, 9)
        opened = today - timedelta(days=40 + 30 * throw)
        promised = today + timedelta(days=20 + 12 * throw) if throw < 5 else None
        days = Days(begins=opened, promised=promised, cause=code, source="demo")
        set_window(by=by, of=Task.objects.get(pk=task.pk), kind=WindowKind.BLOCKED, days=days)


def _phases(project: Project, by: Acting, today: date) -> None:
    told = (
        ("فاز ۱", "یک باند در هر جهت زیر بار ترافیک می‌رود", 200),
        ("فاز ۲", "پیاده‌راه و ایستگاه اتوبوس باز می‌شود", 420),
        ("فاز ۳", "همهٔ مسیر با روشنایی و فضای سبز", 700),
    )
    for title, result, ahead in told:
        values = PhaseValues(title=title, result=result, due=today + timedelta(days=ahead))
        add_phase(by=by, project=project.public_id, values=values)


def _exception(told: Sequence[ToldProject], rows: Mapping[str, Project], today: date) -> None:
    """One new start that the mayor let begin against the gate."""
    own = [rows[one.ref] for one in told if one.began is None]
    chosen = next((p for p in own if p.agency.path.startswith("/municipality/")), None)
    if chosen is None:
        return
    decision = Decision(
        number="۱۴۰۵/ش/۲۱",
        on=today - timedelta(days=15),
        decided_by="شهردار نمایشی",
        reason="مسیر زائران پیادهٔ صفر از همین‌جا می‌گذرد.",
    )
    decide_start(by=_mayor(today), project=chosen.public_id, decision=decision, today=today)


def _mayor(today: date) -> Acting:
    return acting_for(Person.objects.get(username="mayor"), today=today)


def _term(today: date, rows: Mapping[str, Project]) -> None:
    mayor, year = _mayor(today), jalali_of(today)[0]
    agency = Agency.objects.get(key="municipality")
    days = (gregorian_of(year - 3, 6, 1), gregorian_of(year + 1, 5, 31))
    term = open_term(by=mayor, agency=agency, title="دورهٔ نمایشی مدیریت شهری", days=days)
    own = [p for p in rows.values() if p.agency.path.startswith(agency.path) and p.begins]
    texts = ("بهره‌برداری از «{title}»", "باز شدن کامل «{title}» برای مردم")
    for number, project in enumerate(own[:5]):
        due = min(today + timedelta(days=(-20, 60, 110, 170, 230)[number]), days[1])
        text = texts[number % 2].format(title=project.title)
        promised = Promised(text=text, due=due, project=project.public_id)
        promise_in_term(by=mayor, term=term.public_id, promised=promised)


_ASKED = (
    (ProposalKind.PRIORITY, "پیش از دههٔ آخر صفر به بهره‌برداری برسد."),
    (ProposalKind.PROPOSAL, "پل عابر پیاده جلوی مدرسه ساخته شود."),
    (ProposalKind.PRIORITY, "آسفالت پس از اصلاح خط آب ریخته شود."),
)


def _proposals(today: date, rows: Mapping[str, Project]) -> None:
    agency = Agency.objects.get(key="municipality")
    council = acting_for(Person.objects.get(username="council"), today=today)
    begun = [p for p in rows.values() if p.begins and p.agency.path.startswith(agency.path)]
    told = (
        (AskedBy.COUNCIL, "کمیسیون عمران شورا", _ASKED[0], begun[0].public_id, 12),
        (AskedBy.NEIGHBOURHOOD, "شورای محلهٔ نمایشی", _ASKED[1], "", 25),
        (AskedBy.AGENCY, "شرکت آب و فاضلاب", _ASKED[2], begun[1].public_id, 41),
    )
    for asked_by, name, (kind, text), project, back in told:
        asked = Asked(asked_by=asked_by, from_name=name, kind=kind, text=text, project=project)
        on = today - timedelta(days=back)
        row = propose(by=council, agency=agency, asked=asked, today=on)
        if back > 40:
            answer_proposal(
                by=_mayor(today),
                proposal=row.public_id,
                reply=Reply.TAKEN,
                reason="در برنامهٔ مصوب پیش از تعطیلی نوروز آمد.",
                today=on + timedelta(days=9),
            )


def _adopt(today: date) -> None:
    """Plan the municipality's projects and have the mayor adopt what was found."""
    mayor = _mayor(today)
    agency = Agency.objects.get(key="municipality")
    values = ScenarioValues(name="برنامهٔ پایه")
    scenario = draft_scenario(by=mayor, agency=agency, values=values)
    plan = ask_plan(by=mayor, scenario=scenario.public_id, seconds=20, today=today)
    solve_now(plan)
    reason = "پروژه‌هایی که با پول موجود زودتر به کار مردم می‌آیند، جلوتر آمدند."
    adopt_plan(by=mayor, plan=plan.public_id, reason=reason, today=today)


def solve_now(plan: Plan) -> None:
    """Work a plan out here and now, without a worker."""
    from hamgam.completion.solver import solve

    answer = solve({**plan.question, "work": WORK}, Silence())
    with signed(Signature(actor=DEMO.actor, agency=plan.agency.key)):
        told = keep("", {"plan": plan.public_id}, answer)
        Solve.objects.filter(subject=plan.public_id).update(
            state=SolveState.DONE.value, percent=100.0, answer=dict(told), ended=plan.asked_at
        )
