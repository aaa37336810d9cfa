"""Rules: trying other numbers on the present register, and adopting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import AgencyKind
from hamgam.engine import findings as engine
from hamgam.engine.overlaps.rules import Rule
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.dials import sound
from hamgam.register.judging import judged
from hamgam.register.law import Law, law, law_with
from hamgam.register.models import RuleChange, RuleTrial, Work
from hamgam.register.vocabulary import TrialState

AT_ONCE = 6_000
"""Works up to which a trial is worked out while its asker waits; two seconds on one core."""
MOST_KEPT = 200


def rule_of(by: Law, rule_id: str) -> Rule:
    """The rule of that id; refuses (`not_found`) when the law has none."""
    found = next((rule for rule in by.pack.rules if rule.id == rule_id), None)
    if found is None:
        raise Refused("not_found")
    return found


def keeper() -> Agency | None:
    """The body whose head adopts rules: the municipality; the first root where there is none."""
    roots = Agency.objects.filter(parent__isnull=True).order_by("pk")
    return roots.filter(kind=AgencyKind.MUNICIPALITY).first() or roots.first()


def try_rule(*, by: Acting, rule: str, told: Mapping[str, float], today: date) -> RuleTrial:
    """Try other numbers of a rule on the register as it stands. Planners; records `rule_tried`.
    A large register is worked through by a job, and the trial waits for it."""
    by.require(Right.TRY_RULE)
    held = rule_of(law(today), rule)
    try:
        dials = sound(held, told)
    except ValueError as fault:
        errors = [{"pointer": "#/dials", "detail": str(fault)}]
        raise Refused("validation", errors=errors) from fault
    if not dials:
        raise Refused("state")
    with deed(by):
        row = RuleTrial.objects.create(
            rule=rule,
            dials=dials,
            asked_by=by.actor,
            asked=timezone.now(),
            state=TrialState.WAITING.value,
        )
        record_fact("rule_tried", subject=row.public_id, payload={"rule": rule})
        if _standing().count() <= AT_ONCE:
            work_out(row, today)
    return row


def _standing() -> QuerySet[Work]:
    return Work.objects.filter(withdrawn__isnull=True, merged_into__isnull=True)


def _kept(found: engine.Finding) -> list[str | None]:
    consequence = found.consequence.value if found.consequence else ""
    return [found.kind.value, consequence, found.a, found.b]


def work_out(row: RuleTrial, today: date) -> None:
    """Judge the whole register by the law and by the law with the trial's numbers, and keep what
    differs. Under the caller's signature."""
    works = list(_standing().select_related("agency", "project"))
    tried = law_with(today, {row.rule: row.dials})
    before = {found.id: found for found in judged(works, law(today), today)}
    after = {found.id: found for found in judged(works, tried, today)}
    appear = [after[key] for key in after if key not in before]
    vanish = [before[key] for key in before if key not in after]
    change = [after[key] for key in after if key in before and _weighs(after[key], before[key])]
    row.before, row.after = len(before), len(after)
    row.counts = {"appear": len(appear), "vanish": len(vanish), "change": len(change)}
    row.appear, row.vanish, row.change = (_first(rows) for rows in (appear, vanish, change))
    row.state = TrialState.DONE.value
    row.save()


def _weighs(one: engine.Finding, other: engine.Finding) -> bool:
    """Whether a finding weighs otherwise than it did."""
    return (one.kind, one.consequence, one.severity) != (
        other.kind,
        other.consequence,
        other.severity,
    )


def _first(rows: Sequence[engine.Finding]) -> list[list[str | None]]:
    return [_kept(found) for found in rows[:MOST_KEPT]]


def adopt_rule(*, by: Acting, trial: str, reason: str) -> RuleChange:
    """Make a trial's numbers the law, with a reason. The head of the municipality; records
    `rule_adopted`, after which the register is judged anew."""
    body = keeper()
    by.require(Right.ADOPT_RULE, body.path if body else "/")
    with deed(by):
        row = RuleTrial.objects.select_for_update().filter(public_id=trial).first()
        if row is None:
            raise Refused("not_found")
        if row.state != TrialState.DONE or row.changes.exists():
            raise Refused("state")
        if not reason.strip():
            raise Refused("validation", errors=[{"pointer": "#/reason", "detail": "required"}])
        held = RuleChange.objects.filter(rule=row.rule, superseded=False).first()
        dials = {**(held.dials if held else {}), **row.dials}
        RuleChange.objects.filter(rule=row.rule, superseded=False).update(superseded=True)
        change = RuleChange.objects.create(
            rule=row.rule,
            dials=dials,
            trial=row,
            reason=reason.strip(),
            adopted_by=by.actor,
            adopted=timezone.now(),
        )
        payload = {"rule": row.rule, "reason": reason.strip()}
        record_fact("rule_adopted", subject=change.public_id, payload=payload)
    return change
