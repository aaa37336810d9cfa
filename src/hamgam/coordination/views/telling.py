"""A case in the reader's words: options on one scale, clock, ladder, signatures, talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import names_of
from hamgam.coordination.bridge import SEALED, placements_of, settling
from hamgam.coordination.clocks import ladder_of, next_rung, silence_of
from hamgam.coordination.models import Case, Option, Proposal, Signature
from hamgam.coordination.queries.cases import comments_visible_to, parties_of
from hamgam.coordination.vocabulary import Answer, PartyRole
from hamgam.coordination.workflow.cases import UNBOUND, UNSETTLED, State
from hamgam.engine.overlaps.options.rank import Measure
from hamgam.engine.overlaps.settling import OptionKind, Placement
from hamgam.exchange.city.settling import Silence
from hamgam.kit.dates import local_day, long_day
from hamgam.kit.digits import grouped, localise
from hamgam.kit.money import RIALS_PER_BILLION_TOMANS
from hamgam.kit.words import Language, say
from hamgam.register.models import Work

SIDES_OF_KIND = {"collision": "bad", "protection": "cal", "blackout": "cal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The works of a case by public id, and the agencies' names by key."""

    works: Mapping[str, Work]
    names: Mapping[str, str]
    language: Language

    def agency_of(self, ref: str) -> str:
        """The name of a work's agency."""
        return self.names.get(self.works[ref].agency.key, "–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An option as the table shows it."""

    row: Option
    number: str
    title: str
    told: str
    money: str
    by_agency: Sequence[tuple[str, str, str]]
    """Key, name and share of each agency that pays."""
    hours: str
    breaches: Sequence[str]
    slips: Sequence[tuple[str, str, str]]
    """Key, name and days of each agency whose work ends later."""
    closure: str
    is_best: bool
    is_standing: bool
    is_proposed: bool
    placements: Sequence[Placement]


def billions(rials: float, language: Language) -> str:
    """Rials in milliards of tomans with one decimal; the unit stands in the head."""
    return grouped(rials / RIALS_PER_BILLION_TOMANS, language, places=1)


def _days(count: int, language: Language) -> str:
    return localise(count, language)


def told_placement(placement: Placement, language: Language) -> str:
    """The days of a work as a sentence says them."""
    parts = [
        say(
            "pages.span",
            language,
            first=long_day(span.begins, language),
            last=long_day(span.ends, language),
        )
        for span in placement.spans
    ]
    return say("cases.and_then", language).join(parts)


def seen_option(row: Option, sides: Sides, proposed: int | None) -> Seen:
    """An option in the reader's words."""
    language, weight = sides.language, row.weight
    placements = placements_of(row.placements)
    breaches = told_breaches(weight["breaches"], sides)
    return Seen(
        row=row,
        number="–" if row.rank == 0 else localise(row.rank, language),
        title=option_title(row, sides),
        told=option_told(row, placements, sides),
        money=billions(weight["total_rials"], language),
        by_agency=_by_agency(weight["rials"], sides),
        hours=grouped(weight["person_hours"] / 1000, language, places=1),
        breaches=breaches,
        slips=_slips(weight["slips"], sides),
        closure=_days(weight["closure_days"], language),
        is_best=row.rank == 1,
        is_standing=row.rank == 0,
        is_proposed=row.pk == proposed,
        placements=placements,
    )


def option_title(row: Option, sides: Sides) -> str:
    """What an option is called: its way, and who moves or leads."""
    movers = [sides.agency_of(ref) for ref in row.movers if ref in sides.works]
    joined = say("cases.and", sides.language).join(dict.fromkeys(movers))
    leader = sides.names.get(row.leader, "")
    return say(f"cases.kind_{row.kind}", sides.language, agency=joined, leader=leader)


def option_told(row: Option, placements: Sequence[Placement], sides: Sides) -> str:
    """What would happen, in one sentence."""
    language = sides.language
    if row.kind == OptionKind.AS_IS:
        return say("cases.told_as_is", language)
    moved = [
        say(
            "cases.told_days",
            language,
            agency=sides.agency_of(placement.ref),
            days=told_placement(placement, language),
        )
        for placement in placements
        if placement.ref in row.movers
    ]
    parts = [say("cases.semicolon", language).join(moved)] if moved else []
    if row.leader:
        leader = sides.names.get(row.leader, row.leader)
        parts.append(say("cases.told_leader", language, leader=leader))
    if row.by_night:
        parts.append(say("cases.told_by_night", language))
    return " ".join(parts)


def told_breaches(found: Sequence[Mapping[str, Any]], sides: Sides) -> list[str]:
    """The rules that an option breaks, by kind and how often; apart where another's work is met."""
    language = sides.language
    counts: dict[str, int] = {}
    for one in found:
        if one["kind"] == SEALED:
            counts[say("cases.breach_sealed", language)] = 1
            continue
        kind = say(f"vocabulary.finding_kind_{one['kind']}", language)
        outside = any(ref and ref not in sides.works for ref in (one["a"], one["b"]))
        told = say("cases.breach_outside", language, kind=kind) if outside else kind
        counts[told] = counts.get(told, 0) + 1
    return [
        told if count == 1 else f"{told} × {localise(count, language)}"
        for told, count in counts.items()
    ]


def _by_agency(rials: Mapping[str, int], sides: Sides) -> list[tuple[str, str, str]]:
    return [
        (key, sides.names.get(key, key), billions(amount, sides.language))
        for key, amount in sorted(rials.items(), key=lambda pair: -pair[1])
    ]


def _slips(slips: Mapping[str, int], sides: Sides) -> list[tuple[str, str, str]]:
    return [
        (sides.works[ref].agency.key, sides.agency_of(ref), _days(days, sides.language))
        for ref, days in slips.items()
        if days and ref in sides.works
    ]


def reason_told(row: Option, language: Language) -> str:
    """Why the first option stands first, in one sentence."""
    best = row.reason.get("best_in", [])
    names = say("cases.comma", language).join(
        say(f"cases.measure_{word}", language) for word in best
    )
    return say(
        "cases.reason_best" if best else "cases.reason_balance",
        language,
        number=localise(row.rank, language),
        count=localise(len(best), language),
        all=localise(len(Measure), language),
        scales=names,
    )


def saved_told(row: Option, language: Language) -> str:
    """What an option spares against doing nothing; what costs more is said as well."""
    told = row.reason
    parts = []
    for name, key, amount in (
        ("closure", "closure_days", localise(abs(told.get("closure_days", 0)), language)),
        ("money", "rials", billions(abs(told.get("rials", 0)), language)),
        ("hours", "person_hours", grouped(abs(told.get("person_hours", 0)), language)),
        ("breaches", "breaches", localise(abs(told.get("breaches", 0)), language)),
    ):
        value = told.get(key, 0)
        if round(value / RIALS_PER_BILLION_TOMANS, 1) if key == "rials" else round(value):
            word = "less" if value > 0 else "more"
            parts.append(say(f"cases.saved_{name}_{word}", language, amount=amount))
    return say("cases.comma", language).join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """The clock at hand: until when, how much is left, what happens at its end."""

    due: datetime
    left: str
    otherwise: str
    share: float
    """Part of the time that is left, 0 to 1."""
    is_late: bool


def clock_told(case: Case, language: Language) -> ClockTold | None:
    """The clock of a case; None in an end."""
    if case.due is None:
        return None
    now = timezone.now()
    left = case.due - now
    whole = max((case.due - case.rung_since).total_seconds(), 1)
    return ClockTold(
        due=case.due,
        left=_left(left, language),
        otherwise=_otherwise(case, language),
        share=round(min(max(left.total_seconds() / whole, 0), 1), 3),
        is_late=left <= timedelta(0),
    )


def left_told(due: datetime, language: Language) -> str:
    """How much of a clock is left."""
    return _left(due - timezone.now(), language)


def _left(left: timedelta, language: Language) -> str:
    hours = max(int(left.total_seconds() // 3600), 0)
    if hours >= 48:
        return say("cases.left_days", language, count=localise(hours // 24, language))
    return say("cases.left_hours", language, count=localise(hours, language))


def _otherwise(case: Case, language: Language) -> str:
    """What happens if nothing is done until then."""
    state = State(case.state)
    if state is State.BOUND:
        return say("cases.otherwise_bound", language)
    if state in UNBOUND:
        return say("cases.otherwise_letters", language)
    above = next_rung(case)
    if silence_of(case) is Silence.ESCALATE and above is not None:
        return say("cases.otherwise_escalate", language, rung=above.names[language.value])
    return say(f"cases.otherwise_{silence_of(case).value}", language)


def ladder_told(case: Case, language: Language) -> list[dict[str, Any]]:
    """The rungs, with what happened on each."""
    last = {step.rung: step for step in case.steps.order_by("pk")}
    found = []
    for number, rung in enumerate(ladder_of(case).rungs):
        here = number == case.rung and State(case.state) in UNSETTLED
        past = number < case.rung or (number == case.rung and not here)
        told = ""
        if number < case.rung and (after := last.get(number + 1)) is not None:
            told = say("cases.rung_stood", language, time=_stood(after.stood_hours, language))
        elif number > case.rung:
            key = f"cases.rung_term_{rung.clock.term.unit.value}"
            told = say(key, language, count=localise(rung.clock.term.count, language))
        found.append(
            {
                "number": localise(number, language),
                "name": rung.names[language.value],
                "is_here": here,
                "is_past": past,
                "told": told,
                "due": case.due if here else None,
            }
        )
    return found


def _stood(hours: int, language: Language) -> str:
    if hours >= 48:
        return say("cases.days", language, count=localise(hours // 24, language))
    return say("cases.hours", language, count=localise(hours, language))


def signatures_told(
    case: Case, proposal: Proposal | None, acting: Acting, may: set[int]
) -> list[dict[str, Any]]:
    """Every owner beside what he said to the proposal on the table."""
    said: dict[int, Signature] = {}
    if proposal is not None:
        said = {one.agency_id: one for one in proposal.signatures.select_related("person")}
    return [
        {
            "agency": party.agency,
            "said": said.get(party.agency_id),
            "is_signed": party.agency_id in said and said[party.agency_id].answer == Answer.SIGNED,
            "is_mine": party.agency_id in may,
            "stroke": stroke_of(party.agency_id),
        }
        for party in parties_of(case, PartyRole.OWNER)
    ]


STROKES = (
    "M104 22c-10-20-18-8-16 2s10 2 4-10c-8-10-22 30-30 10-4-10 14-14 10 2-4 14-22 8-26-4 8-2 4 14",
    "M106 26C92 4 84 8 86 20s14 8 6-6C80 4 70 34 60 22c-6-8 6-16 8-4 2 14-18 12-24 2-4-8 6-12 4 0",
)


def stroke_of(agency: int) -> str:
    """A flourish that says «signed» to the eye; no likeness of anybody's hand."""
    return STROKES[agency % len(STROKES)]


def talk_told(case: Case, acting: Acting, sides: Sides) -> list[dict[str, Any]]:
    """Proposals, answers, steps of the ladder and words among the parties, in the order of time."""
    language = sides.language
    found: list[dict[str, Any]] = []
    for proposal in case.proposals.select_related("option", "agency").order_by("pk"):
        key = "cases.talk_counter" if proposal.is_counter else "cases.talk_proposed"
        title = option_title(proposal.option, sides)
        found.append(
            _said(proposal.at, proposal.agency, say(key, language, option=title), proposal.words)
        )
        for answer in proposal.signatures.select_related("agency"):
            key = f"cases.talk_{answer.answer}"
            found.append(_said(answer.at, answer.agency, say(key, language), answer.words))
    for step in case.steps.order_by("pk"):
        rung = ladder_of(case).rungs[min(step.rung, len(ladder_of(case).rungs) - 1)]
        told = say(f"cases.step_{step.kind}", language, rung=rung.names[language.value])
        found.append(_said(step.at, None, told, step.words))
    words = list(comments_visible_to(acting).filter(case=case))
    names = names_of({one.author for one in words})
    for one in words:
        found.append(_said(one.at, one.agency, names.get(one.author, ""), one.text))
    return sorted(found, key=lambda entry: entry["at"])


def _said(at: datetime, agency: Agency | None, told: str, words: str) -> dict[str, Any]:
    return {"at": at, "agency": agency, "told": told, "words": words}


def today() -> date:
    """The city's day."""
    return local_day(timezone.now(), settings.TIME_ZONE)


def bodies_told(keys: Sequence[str], language: Language) -> list[tuple[str, str]]:
    """Bodies by key and name."""
    return [(key, settling().bodies[key].names[language.value]) for key in keys]
