"""Rules: their numbers, trials on the present register, adoption."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.engine.overlaps.rules import Rule
from hamgam.kit.fields import In, Out, PublicId
from hamgam.register.actions.rules import adopt_rule, try_rule
from hamgam.register.dials import dials
from hamgam.register.law import law
from hamgam.register.models import RuleChange, RuleTrial

router = Router(tags=["rules"])
RuleId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_.]{1,63}$")]


class DialOut(Out):
    """One number of a rule that may be turned."""

    place: str
    unit: str
    value: float


class RuleOut(Out):
    """A rule of the city's law."""

    id: str
    kind: str
    consequence: str
    severity: str
    source: str
    is_secondary: bool
    dials: list[DialOut]


class RuleList(Out):
    """Every rule."""

    items: list[RuleOut]


class TrialIn(In):
    """Numbers to try, by their place in the rule."""

    dials: Annotated[dict[str, float], Field(min_length=1, max_length=20)]


class TrialOut(Out):
    """What other numbers of a rule would change; `state` is `waiting` while it is worked out."""

    public_id: str
    rule: str
    dials: dict[str, float]
    state: str
    before: int
    after: int
    counts: dict[str, int]
    asked: datetime


class AdoptIn(In):
    """Why the numbers are adopted."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ChangeOut(Out):
    """Numbers that the city adopted."""

    public_id: str
    rule: str
    dials: dict[str, float]
    reason: str
    adopted: datetime


def _told(rule: Rule) -> dict[str, Any]:
    source = rule.source
    words = (source.publisher, source.document, source.clause, source.address)
    return {
        "id": rule.id,
        "kind": rule.kind.value,
        "consequence": rule.consequence.value,
        "severity": rule.severity.value,
        "source": ", ".join(word for word in words if word),
        "is_secondary": source.secondary,
        "dials": [
            {"place": dial.place, "unit": dial.unit, "value": dial.value} for dial in dials(rule)
        ],
    }


@router.get("/rules", response=RuleList, auth=Door(Right.READ_PUBLIC), operation_id="rules")
def get_rules(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Every rule of the city's law, with the numbers it adopted."""
    return {"items": [_told(rule) for rule in law(timezone.localdate()).pack.rules]}


@router.post(
    "/rules/{rule_id}/trials",
    response={201: TrialOut},
    auth=Door(Right.TRY_RULE),
    operation_id="try_rule",
)
def post_trial(request: HttpRequest, rule_id: RuleId, body: TrialIn) -> Status[RuleTrial]:
    """Try other numbers of a rule on the register as it stands; nothing changes by it."""
    today = timezone.localdate()
    return Status(201, try_rule(by=acting_of(request), rule=rule_id, told=body.dials, today=today))


@router.post(
    "/trials/{trial_id}/adopt",
    response=ChangeOut,
    auth=Door(Right.ADOPT_RULE),
    operation_id="adopt_rule",
)
def post_adopt(request: HttpRequest, trial_id: PublicId, body: AdoptIn) -> RuleChange:
    """Make a trial's numbers the law; the head of the municipality alone."""
    return adopt_rule(by=acting_of(request), trial=trial_id, reason=body.reason)
