"""Completion's figures on the front pages: what the plan in force finishes, days left in the
term."""

from __future__ import annotations

from django.urls import reverse

from hamgam.completion.front import days_left, planned_lately
from hamgam.kit.digits import localise
from hamgam.kit.words import say
from hamgam.web.front.parts import Asking, Figure


def plan_figures(asking: Asking) -> list[Figure]:
    """Nothing where no plan was adopted and no term stands."""
    language, found = asking.language, []
    finished, slipped = planned_lately(asking.acting)
    if finished:
        age = say("completion.front_slipped", language, count=localise(slipped, language))
        found.append(
            Figure(
                name=say("completion.front_plan", language),
                value=localise(finished, language),
                unit=say("front.unit_project", language),
                age=age if slipped else say("completion.front_on_course", language),
                address=reverse("plans"),
            )
        )
    days = days_left(asking.acting, asking.today)
    if days is not None:
        found.append(
            Figure(
                name=say("completion.front_term", language),
                value=localise(days, language),
                unit=say("completion.day_unit", language),
                address=reverse("term"),
            )
        )
    return found
