"""Rules as people read them: what each says, on whose word, what it found; trying other numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import names_of
from hamgam.agencies.rights import Right
from hamgam.engine.findings import FindingKind
from hamgam.engine.overlaps.rules import Rule
from hamgam.exchange.findings_out.telling import rule_source
from hamgam.exchange.persian import latin_digits
from hamgam.kit.digits import localise
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.actions.rules import adopt_rule, keeper, rule_of, try_rule
from hamgam.register.dials import Dial, dials
from hamgam.register.law import law, written_law
from hamgam.register.models import RuleTrial, Work
from hamgam.register.views.findings import ahead, gravity
from hamgam.register.views.reading import language, today
from hamgam.register.views.telling import SHAPES, Told, tell
from hamgam.register.vocabulary import FindingState, TrialState


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A rule as a page shows it."""

    rule: Rule
    name: str
    text: str
    source: str
    numbers: list[tuple[Dial, str, float]]
    """Each dial, what it says in words, and its value as the pack writes it."""
    shape: str
    tone: str
    count: int = 0
    example: Told | None = None
    is_changed: bool = False


def rule_name(rule: Rule, spoken: Language) -> str:
    """The rule's short name; its sentence's own words where nobody named it."""
    key = f"rules.name_{rule.id.replace('.', '_')}"
    named = say(key, spoken)
    return rule_text(rule, spoken) if named == key else named


def rule_text(rule: Rule, spoken: Language) -> str:
    """What the rule asks, in plain words; its own sentence with the blanks in words where nobody
    wrote any."""
    key = f"rules.says_{rule.id.replace('.', '_')}"
    plain = say(key, spoken)
    if plain != key:
        return plain
    told = rule.sentence.get(spoken.value) or rule.sentence.get("en", rule.id)
    blanks = (
        "a", "b", "agency_a", "agency_b", "days", "gap", "distance", "season", "begins", "ends",
        "needed", "missing",
    )  # fmt: skip
    return told.format_map({name: say(f"rules.blank_{name}", spoken) for name in blanks})


def dial_told(dial: Dial, spoken: Language) -> str:
    """What a number of a rule means, in words."""
    place = dial.place.partition(".")[0]
    return say(f"rules.dial_{place}", spoken) + say("rules.unit_" + dial.unit, spoken)


def _read(rule: Rule, spoken: Language, written: Rule | None) -> Read:
    was = {dial.place: dial.value for dial in dials(written)} if written else {}
    numbers = [(d, dial_told(d, spoken), was.get(d.place, d.value)) for d in dials(rule)]
    shape, tone = SHAPES[rule.kind.value]
    return Read(
        rule=rule,
        name=rule_name(rule, spoken),
        text=rule_text(rule, spoken),
        source=rule_source(rule, spoken.value),
        numbers=numbers,
        shape=shape,
        tone=tone,
        is_changed=any(dial.value != old for dial, _, old in numbers),
    )


@door(Right.READ_PUBLIC)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule of the city, by what it finds."""
    acting, spoken, day = acting_of(request), language(), today()
    by = law(day)
    written = {rule.id: rule for rule in written_law(day).pack.rules}
    open_ones = ahead(queries.findings_visible_to(acting).filter(state=FindingState.OPEN))
    counts = dict(open_ones.order_by().values_list("rule").annotate(n=Count("pk")))
    read = [(_read(rule, spoken, written.get(rule.id)), counts.get(rule.id, 0)) for rule in
            by.pack.rules]  # fmt: skip
    kinds = [
        (kind, [pair for pair in read if pair[0].rule.kind is kind])
        for kind in FindingKind
        if any(pair[0].rule.kind is kind for pair in read)
    ]
    told = {
        "kinds": kinds,
        "count": len(read),
        "pack": by.pack,
        "title": by.pack.titles.get(spoken.value, by.pack.key),
        "changes": _changes(),
    }
    return render(request, "register/rules.html", told)


def _changes(rule: str = "") -> list[dict[str, Any]]:
    rows = queries.rule_changes()
    if rule:
        rows = rows.filter(rule=rule)
    held = list(rows[:50])
    names = names_of(row.adopted_by for row in held)
    return [{"row": row, "who": names.get(row.adopted_by, "")} for row in held]


@door(Right.READ_PUBLIC)
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule: what it says, its source and consequence, an example, its numbers to be tried."""
    acting, spoken, day = acting_of(request), language(), today()
    by = law(day)
    held = rule_of(by, rule_id)
    written = next((r for r in written_law(day).pack.rules if r.id == rule_id), None)
    open_ones = queries.findings_visible_to(acting).filter(state=FindingState.OPEN, rule=rule_id)
    told = {
        "read": _read(held, spoken, written),
        "count": ahead(open_ones).count(),
        "examples": [tell(row, by) for row in gravity(ahead(open_ones))[:3]],
        "may_try": acting.may(Right.TRY_RULE),
        "changes": _changes(rule_id),
        "trials": queries.rule_trials().filter(rule=rule_id)[:5] if acting.is_known else [],
    }
    return render(request, "register/rule.html", told)


def _asked(request: HttpRequest, held: Rule) -> dict[str, float] | None:
    """The numbers of the form; None where one is no number."""
    told = {}
    for dial in dials(held):
        text = latin_digits(request.POST.get(dial.place, "")).strip().replace("٫", ".")
        if not text:
            continue
        try:
            told[dial.place] = float(text)
        except ValueError:
            return None
    return told


@door(Right.TRY_RULE)
@require_POST
def trial_of(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Try other numbers of a rule on the register as it stands; nothing changes by it."""
    held = rule_of(law(today()), rule_id)
    told, by = _asked(request, held), acting_of(request)
    try:
        row = try_rule(by=by, rule=rule_id, told=told, today=today()) if told is not None else None
    except Refused as refusal:
        if refusal.code not in {"validation", "state"}:
            raise
        row, told = None, {} if refusal.code == "state" else None
    if row is None:
        key = "rules.bad_number" if told is None else "rules.same_numbers"
        messages.error(request, say(key, language()), extra_tags="bad")
        return redirect("rule", rule_id)
    return redirect("rule_trial", row.public_id)


def _seen(request: HttpRequest, trial_id: str) -> RuleTrial:
    row = queries.rule_trials().filter(public_id=trial_id).first()
    if row is None:
        raise Refused("not_found")
    return row


def _lines(
    request: HttpRequest, kept: list[list[str | None]], works: dict[str, Work]
) -> list[dict[str, Any]]:
    """The kept findings of a trial whose works the reader may all see."""
    lines = []
    for kind, consequence, a, b in kept:
        if a not in works or (b and b not in works):
            continue
        shape, tone = SHAPES[str(kind)]
        sides = [works[str(a)]] + ([works[b]] if b else [])
        lines.append(
            {"kind": kind, "consequence": consequence, "sides": sides, "shape": shape, "tone": tone}
        )
    return lines


@door(Right.READ_REGISTER)
@require_safe
def trial(request: HttpRequest, trial_id: str) -> HttpResponse:
    """What would appear and what would vanish with other numbers, before anything is adopted."""
    row, acting, spoken = _seen(request, trial_id), acting_of(request), language()
    held = rule_of(law(today()), row.rule)
    ids = {key for kept in (row.appear, row.vanish, row.change) for key in sum_of(kept)}
    seen = queries.works_visible_to(acting).filter(public_id__in=ids)
    works = {work.public_id: work for work in seen}
    body = keeper()
    told = {
        "trial": row,
        "read": _read(held, spoken, None),
        "dials": [
            (dial_told(d, spoken), d.number, localise(f"{row.dials[d.place]:g}", spoken))
            for d in dials(held)
            if d.place in row.dials
        ],
        "is_done": row.state == TrialState.DONE,
        "parts": [
            (name, row.counts.get(name, 0), _lines(request, getattr(row, name), works))
            for name in ("appear", "vanish", "change")
        ],
        "is_adopted": row.changes.exists(),
        "may_adopt": body is not None and acting.may(Right.ADOPT_RULE, body.path),
        "who": names_of([row.asked_by]).get(row.asked_by, ""),
    }
    return render(request, "register/rule_trial.html", told)


def sum_of(kept: list[list[str | None]]) -> set[str]:
    """The works that kept findings speak of."""
    return {str(key) for found in kept for key in found[2:] if key}


@door(Right.ADOPT_RULE)
@require_POST
def adopt(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Make the tried numbers the law, with a reason."""
    row, reason = _seen(request, trial_id), request.POST.get("reason", "").strip()[:500]
    if not reason:
        messages.error(request, say("pages.reason_needed", language()), extra_tags="bad")
        return redirect("rule_trial", row.public_id)
    adopt_rule(by=acting_of(request), trial=row.public_id, reason=reason)
    messages.success(request, say("rules.was_adopted", language()))
    return redirect("rule", row.rule)
