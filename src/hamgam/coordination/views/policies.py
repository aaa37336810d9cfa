"""Standing policies, each held against the register, with what broke it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import policies as deeds
from hamgam.coordination.actions.settling import today
from hamgam.coordination.forms import ties as told
from hamgam.coordination.models import Policy
from hamgam.coordination.policies import Held, held_against
from hamgam.coordination.queries import ties as queries
from hamgam.coordination.views.doing import do
from hamgam.coordination.vocabulary import PolicyMeasure
from hamgam.kit.digits import localise
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language

MOST_POLICIES = 30


@door(Right.READ_REGISTER)
@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every policy in force with the share that keeps it, then those that ended."""
    acting = acting_of(request)
    rows = list(queries.policies_visible_to(acting)[:MOST_POLICIES])
    context = {
        "rows": [_told(held_against(acting, row, today())) for row in rows],
        "measures": [(one, _rule(one, "…")) for one in PolicyMeasure],
        "may_adopt": acting.agency is not None
        and acting.may(Right.ADOPT_POLICY, acting.agency.path),
    }
    return render(request, "coordination/policies.html", context)


def _rule(measure: str, bound: object) -> str:
    return say(f"ties.measure_{measure}", language(), bound=localise(bound, language()))


def _told(held: Held) -> dict[str, Any]:
    share, row = held.compliance.share, held.policy
    spread = held.compliance.range
    return {
        "row": row,
        "rule": _rule(row.measure, row.bound),
        "share": _percent(share),
        "permille": round(share * 1000) if share is not None else 0,
        "between": (_percent(spread.low), _percent(spread.high)) if spread else None,
        "target": _percent(row.target_permille / 1000),
        "is_reached": held.is_reached,
        "kept": held.compliance.kept,
        "n": held.compliance.n,
    }


def _percent(share: float | None) -> str:
    return "–" if share is None else localise(f"{share * 100:.0f}٪", language())


@door(Right.READ_REGISTER)
@require_safe
def policy(request: HttpRequest, policy_id: str) -> HttpResponse:
    """One policy, and each case that broke it."""
    acting = acting_of(request)
    row: Policy = queries.policy_of(acting, policy_id)
    held = held_against(acting, row, today())
    here = _told(held)
    context = here | {
        "here": here,
        "policy": row,
        "exceptions": [
            {"one": one, "address": reverse(one.page[0], args=[one.page[1]])}
            for one in held.exceptions
        ],
        "history": story_of(acting, row.public_id),
        "may_end": row.ends is None and acting.may(Right.ADOPT_POLICY, row.agency.path),
    }
    return render(request, "coordination/policy.html", context)


@door(Right.ADOPT_POLICY)
@require_POST
def adopt(request: HttpRequest) -> HttpResponse:
    """Adopt a policy with its measure."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        values = deeds.PolicyValues(
            title=data["title"],
            words=data["words"],
            measure=PolicyMeasure(data["measure"]),
            bound=data["bound"],
            target_permille=data["target"] * 10,
            begins=data["begins"],
            letter=told.letter_in(data),
        )
        return deeds.adopt_policy(by=by, agency=acting_agency(by), values=values)

    return do(request, ("policies",), told.PolicyForm, done)


@door(Right.ADOPT_POLICY)
@require_POST
def end(request: HttpRequest, policy_id: str) -> HttpResponse:
    """End a policy with a day."""
    by = acting_of(request)
    return do(
        request,
        ("policy", policy_id),
        told.DayForm,
        lambda data: deeds.end_policy(by=by, policy=policy_id, on=data["on"]),
    )
