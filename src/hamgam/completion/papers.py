"""The papers of completion: the council's report and the governor's brief, set as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from hamgam.agencies.acting import Acting
from hamgam.completion import bridge, queries
from hamgam.completion.mega import MegaProject, asks, mega_projects
from hamgam.completion.models import Adoption, PlannedFinish, StageDecision
from hamgam.completion.naming import scenario_name
from hamgam.completion.portfolio import Backlog, Standing, backlog, standing_in
from hamgam.completion.vocabulary import Verdict
from hamgam.exchange.documents.pdf import render_pdf
from hamgam.kit.dates import long_day
from hamgam.kit.digits import grouped, localise
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say
from hamgam.register.marks import city_name
from hamgam.register.vocabulary import Status

Block = dict[str, Any]
MOST_ROWS, FEW = 60, 4


class Writer:
    """Writes blocks of a paper in one language, for one reader on one day."""

    def __init__(self, acting: Acting, today: date, language: Language) -> None:
        self.acting, self.today, self.language = acting, today, language
        rows = queries.portfolio_visible_to(acting).order_by("ends", "pk")
        self.standings = [standing_in(row, acting, today) for row in rows]
        self.backlog = backlog(self.standings)
        self.holding = queries.adoptions_in_force(acting)

    def say(self, key: str, **about: object) -> str:
        """A sentence of completion."""
        return say(f"completion.{key}", self.language, **about)

    def number(self, value: float, places: int = 0) -> str:
        """A number in the reader's digits."""
        return grouped(value, self.language, places=places)

    def money(self, rials: int | None) -> str:
        """An amount; a dash for none."""
        return "–" if rials is None else amount(rials, self.language)

    def day(self, day: date | None) -> str:
        """A day; a dash for none."""
        return "–" if day is None else long_day(day, self.language)

    def head(self, key: str) -> dict[str, Any]:
        """What stands at the top and the foot of a paper."""
        return {
            "title": self.say(f"{key}_title"),
            "subtitle": self.say(f"{key}_subtitle"),
            "date": self.day(self.today),
            "letterhead": city_name(self.language),
            "foot": self.say("paper_foot"),
            "issuer": city_name(self.language),
        }

    def table(self, heads: Sequence[str], rows: list[list[str]], **how: Any) -> Block:
        """A table whose heads are keys."""
        return {"kind": "table", "head": [self.say(h) for h in heads], "rows": rows, **how}

    def title(self, key: str) -> Block:
        """A heading."""
        return {"kind": "heading", "text": self.say(key)}

    def figures(self) -> Block:
        """The backlog in figures."""
        whole: Backlog = self.backlog
        years = self.number(whole.mean_age_years, 1)
        return {
            "kind": "figures",
            "rows": [
                [self.say("backlog_count"), self.number(whole.count), ""],
                [
                    self.say("remaining"),
                    self.money(whole.remaining_rials),
                    self.say("today_prices"),
                ],
                [
                    self.say("backlog_benefit"),
                    self.money(whole.benefit_rials_per_month),
                    self.say("benefit_if_open"),
                ],
                [self.say("mean_age"), self.say("years", count=years), ""],
            ],
        }

    def statuses(self) -> Block:
        """How many projects are slow, stalled, suspended."""
        rows = [
            [say(f"vocabulary.status_{status.value}", self.language), self.number(count)]
            for status, count in self.backlog.by_status
        ]
        return {"kind": "facts", "rows": rows}

    def plans(self) -> list[Block]:
        """The plans in force, each with its projects: the first date beside today's."""
        if not self.holding:
            return [self.title("in_force"), {"kind": "text", "text": self.say("plans_none")}]
        found = list(queries.finishes_in_force(self.acting, self.holding))
        blocks = [self.title("in_force")]
        for adoption in self.holding:
            own = [row for row in found if row.adoption_id == adoption.pk]
            blocks += self._adopted(adoption, own[:MOST_ROWS])
        return blocks

    def _adopted(self, adoption: Adoption, found: Sequence[PlannedFinish]) -> list[Block]:
        rows = [
            [
                self.number(row.place) if row.place else "–",
                row.project.title,
                self.day(row.first),
                self.day(row.ends) if row.ends else self.say("not_finished"),
                self.day(row.project.first_promised_end),
            ]
            for row in found
        ]
        heads = ("place", "project", "first_planned", "planned_now", "first_promise")
        return [
            {
                "kind": "text",
                "text": self.say(
                    "paper_adopted",
                    name=scenario_name(adoption.plan.scenario.name, self.language),
                    day=self.day(adoption.on),
                    agency=adoption.agency.name(self.language),
                    reason=adoption.reason,
                ),
            },
            self.table(heads, rows, widths=[0, 5, 2, 2, 2], ends=[0]),
        ]

    def troubled(self, most: int) -> Block:
        """Projects that do not move, the dearest first."""
        bad = (Status.STALLED, Status.SUSPENDED, Status.SLOW)
        chosen = [one for one in self.standings if one.is_half_finished and one.status in bad]
        chosen.sort(key=lambda one: -(one.remaining_rials or 0))
        heads = ("project", "status", "physical", "first_promise", "promise_now", "remaining")
        rows = [self._trouble(one) for one in chosen[:most]]
        return self.table(heads, rows, widths=[4, 2, 1, 2, 2, 2], ends=[2, 5])

    def _trouble(self, one: Standing) -> list[str]:
        built = one.report.physical_permille / 10 if one.report else 0
        return [
            one.project.title,
            say(f"vocabulary.status_{one.status.value}", self.language),
            self.number(built, 1),
            self.day(one.project.first_promised_end),
            self.day(one.project.ends),
            self.money(one.remaining_rials),
        ]

    def decisions(self) -> list[Block]:
        """Projects that begin against the gate, by whose decision."""
        found = list(queries.decisions_visible_to(self.acting)[:MOST_ROWS])
        if not found:
            return [{"kind": "text", "text": self.say("no_exceptions")}]
        rows = [
            [
                row.project.title,
                localise(row.number, self.language),
                self.day(row.on),
                row.decided_by,
                row.reason,
                "؛ ".join(row.not_met(self.language.value)),
            ]
            for row in found
        ]
        heads = ("project", "decision_number", "decided_on", "decided_by", "reason", "not_met")
        return [self.table(heads, rows, widths=[3, 1, 2, 2, 3, 4])]

    def great(self) -> list[Block]:
        """The mega-projects with the gate that comes next, and what gates decided."""
        found = mega_projects(self.acting, self.today)[:MOST_ROWS]
        if not found:
            return [{"kind": "text", "text": say("mega.empty", self.language)}]
        heads = ("project", "phases_passed", "stage_gate", "first_promise", "planned_now")
        rows = [self._great(one) for one in found]
        blocks = [self.table(heads, rows, widths=[4, 2, 5, 2, 2])]
        decided = queries.stage_decisions_visible_to(self.acting)[:MOST_ROWS]
        rows = [self._at_gate(row) for row in decided]
        heads = ("phase", "field_verdict", "decided_by", "reason", "not_met")
        return [*blocks, self.table(heads, rows, widths=[3, 3, 2, 3, 4])] if rows else blocks

    def _great(self, one: MegaProject) -> list[str]:
        stage = one.next_stage
        gate = "–"
        if stage is not None:
            open_ones = [c.name(self.language) for c in stage.unmet]
            gate = "؛ ".join([f"{stage.phase.title}: {stage.phase.result}", *open_ones])
        passed = "mega.gates_open" if one.stages else "mega.none_yet"
        told = {"open": self.number(one.passed), "all": self.number(len(one.stages))}
        return [
            one.project.title,
            say(passed, self.language, **told),
            gate,
            self.day(one.first),
            self.day(one.planned),
        ]

    def _at_gate(self, row: StageDecision) -> list[str]:
        names = {ask.key: ask.names[self.language.value] for ask in asks()}
        unmet = [names.get(key, key) for key in row.unmet] if row.verdict == Verdict.GO else []
        number = f" ({localise(row.number, self.language)})" if row.number else ""
        return [
            f"{row.phase.project.title}، {row.phase.title}",
            f"{self.say(f'verdict_{row.verdict}')}، {self.day(row.on)}",
            f"{row.decided_by}{number}" if row.decided_by else "–",
            row.reason,
            "؛ ".join(unmet) or "–",
        ]

    def promises(self, most: int) -> list[Block]:
        """What was promised in the term, first deadline beside today's."""
        rows = [
            [
                row.commitment.text,
                self.day(row.commitment.first_due),
                self.day(row.commitment.due),
                self._left(row.commitment.due, row.commitment.done_on),
            ]
            for row in queries.promises_visible_to(self.acting)[:most]
        ]
        heads = ("promise", "first_due", "due", "countdown")
        return [self.table(heads, rows, widths=[4, 2, 2, 2])] if rows else []

    def _left(self, due: date, done: date | None) -> str:
        if done:
            return self.say("kept_on", day=self.day(done))
        days = (due - self.today).days
        key = "days_left" if days >= 0 else "days_over"
        return self.say(key, count=self.number(abs(days)))

    def proposals(self) -> Block:
        """What was asked and how it was answered."""
        rows = [
            [
                row.from_name,
                row.text,
                self.day(row.on),
                f"{self.say(f'reply_{row.reply}')}: {row.reply_reason}"
                if row.reply
                else self.say("answer_due", day=self.day(row.due)),
            ]
            for row in queries.proposals_visible_to(self.acting)[:MOST_ROWS]
        ]
        return self.table(("from_name", "asked", "on", "answer"), rows, widths=[2, 4, 2, 4])

    def obstacles(self, most: int) -> Block:
        """What holds projects up, by what removing it brings."""
        projects = [one.project for one in self.standings if one.is_half_finished]
        blocks = bridge.blocks_of(projects)
        blocks.sort(key=lambda block: -(block.removal_rials or 0))
        rows = [
            [
                found.title,
                bridge.cause_name(block.cause, self.language),
                self.day(block.begins),
                self.day(block.promised),
                self.money(block.removal_rials) if block.removal_rials else "–",
            ]
            for block in blocks[:most]
            if (found := bridge.project_of(block)) is not None
        ]
        heads = ("project", "obstacle", "since", "promised_clear", "removal_worth")
        return self.table(heads, rows, widths=[4, 3, 2, 2, 2], ends=[4])


def council_report(acting: Acting, today: date, language: Language, *, at: datetime) -> bytes:
    """The council's report of what the reader may see: the backlog, the plan in force with the
    first date beside today's, what does not move, exceptions, promises, proposals."""
    writer = Writer(acting, today, language)
    blocks: list[Block] = [writer.figures(), writer.statuses()]
    blocks.append({"kind": "note", "text": writer.say("backlog_definition")})
    blocks += writer.plans()
    blocks += [writer.title("troubled_title"), writer.troubled(MOST_ROWS)]
    blocks += [writer.title("exceptions_title"), *writer.decisions()]
    blocks += [writer.title("great_title"), *writer.great()]
    blocks += [writer.title("promises_title"), *writer.promises(MOST_ROWS)]
    blocks += [writer.title("proposals_title"), writer.proposals()]
    data = {**writer.head("council"), "blocks": blocks}
    return render_pdf("report", data, at=at, language=language.value)


def governor_brief(acting: Acting, today: date, language: Language, *, at: datetime) -> bytes:
    """One page for the governor: what needs that office, what waiting costs, the promises next
    due."""
    writer = Writer(acting, today, language)
    blocks = [
        writer.figures(),
        writer.title("brief_obstacles"),
        writer.obstacles(FEW),
        writer.title("troubled_title"),
        writer.troubled(FEW),
        writer.title("promises_title"),
        *writer.promises(FEW),
    ]
    data = {**writer.head("brief"), "blocks": blocks}
    return render_pdf("report", data, at=at, language=language.value)
