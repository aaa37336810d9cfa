"""`{% load seasons %}`: what must be said about a work that will stand open in a season."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import get_language

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.kit.dates import long_day
from hamgam.kit.words import language_of, say
from hamgam.register.readiness import OpenWork

register = template.Library()


@register.simple_tag
def must_say(one: OpenWork, window: SeasonWindow) -> str:
    """What must be said to its agency today, in the page's language."""
    language = language_of(get_language())
    after = long_day(window.ends + timedelta(days=1), language)
    return say(
        f"readiness.must_{one.must}",
        language,
        day=long_day(one.closed_by, language),
        after=after,
    )


@register.simple_tag
def part_name(name: str, count: str) -> str:
    """The heading of a part of a trial: what appears, vanishes, or weighs otherwise."""
    return say(f"rules.part_{name}", language_of(get_language()), count=count)
