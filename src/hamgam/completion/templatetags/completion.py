"""`{% load completion %}`: amounts without their price year, months, days that are told as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from hamgam.completion.models import StartDecision
from hamgam.kit.columns import spoken
from hamgam.kit.dates import long_day
from hamgam.kit.digits import grouped, localise
from hamgam.kit.money import amount
from hamgam.kit.words import say

register = template.Library()
DAYS_A_MONTH = 30.4


@register.filter
def money(rials: float | None) -> str:
    """An amount in its natural unit; a dash for none."""
    return "–" if rials is None else amount(round(rials), spoken())


@register.filter
def told_day(value: str | None) -> str:
    """A day that is kept as text; a dash for none."""
    return "–" if not value else long_day(date.fromisoformat(value), spoken())


@register.filter
def shift(days: int | None) -> str:
    """How far something moved, in months where it is more than one: «۳ ماه دیرتر»."""
    if days is None:
        return say("completion.not_finished", spoken())
    months = round(abs(days) / DAYS_A_MONTH)
    unit, count = ("months", months) if months else ("days", abs(days))
    way = "later" if days > 0 else "sooner"
    return say(f"completion.{unit}_{way}", spoken(), count=grouped(count, spoken()))


@register.simple_tag
def completion_word(kind: str, value: Any) -> str:
    """A word of completion's own vocabulary."""
    return say(f"completion.{kind}_{value}", spoken())


@register.simple_tag
def threshold_word(threshold: str) -> str:
    """What makes a project a mega-project; empty for nothing."""
    return say(f"mega.by_{threshold}", spoken()) if threshold else ""


@register.simple_tag
def year_of(year: int) -> str:
    """A year in the reader's digits, never grouped."""
    return localise(year, spoken())


@register.filter
def not_met(decision: StartDecision) -> list[str]:
    """What the gate held against a project that began by a named decision."""
    return decision.not_met(spoken().value)


@register.filter
def in_language(names: Mapping[str, str], language: str) -> str:
    """The name in a language."""
    return names[language]


@register.inclusion_tag("parts/field.html")
def asked_field(bound: Any, width: str = "", within: str = "") -> dict[str, Any]:
    """One field of a form of completion, with its own label and hint; `within` keeps its id apart
    from those of the other forms of the page."""
    if within:
        bound.form.auto_id = f"{within}_%s"
    choices = getattr(bound.field, "choices", None)
    hint = say(f"completion.hint_{bound.name}", spoken())
    return {
        "bound": bound,
        "width": width,
        "label": say(f"completion.field_{bound.name}", spoken()),
        "hint": "" if hint.startswith("completion.") else hint,
        "choices": list(choices) if choices is not None else None,
        "value": bound.value(),
        "is_long": bound.name in {"text", "reason", "evidence", "result"},
    }
