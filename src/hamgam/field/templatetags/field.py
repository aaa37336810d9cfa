"""`{% load field %}`: the field's own words, amounts, and fields of its forms."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import template

from hamgam.field.taxonomy import cause_name
from hamgam.kit.columns import spoken
from hamgam.kit.digits import localise
from hamgam.kit.money import amount
from hamgam.kit.words import say

register = template.Library()
LONG = {"text", "words", "rules"}


@register.filter
def money(rials: int | None) -> str:
    """An amount in its natural unit; a dash for none."""
    return "–" if rials is None else amount(rials, spoken())


@register.filter
def cause(code: str) -> str:
    """What a code of the taxonomy is called."""
    return cause_name(code, spoken())


@register.filter
def hour(at: time) -> str:
    """A time of the day in the reader's digits."""
    return localise(f"{at.hour}:{at.minute:02}", spoken())


@register.simple_tag
def field_word(kind: str, value: Any) -> str:
    """A word of the field's own vocabulary."""
    return say(f"field.{kind}_{value}", spoken())


@register.inclusion_tag("parts/field.html")
def site_field(bound: Any, width: str = "") -> dict[str, Any]:
    """One field of a form of the field, with its own label and hint."""
    choices = getattr(bound.field, "choices", None)
    hint = say(f"field.hint_{bound.name}", spoken())
    return {
        "bound": bound,
        "width": width,
        "label": say(f"field.label_{bound.name}", spoken()),
        "hint": "" if hint.startswith("field.") else hint,
        "choices": list(choices) if choices is not None else None,
        "value": bound.value(),
        "is_long": bound.name in LONG,
    }
