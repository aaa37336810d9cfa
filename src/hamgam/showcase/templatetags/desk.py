"""Tags of the pages on which statements, reasons and surveys are entered."""

from __future__ import annotations

from typing import Any

from django import template

from hamgam.kit.columns import spoken
from hamgam.kit.words import say

register = template.Library()
LONG = frozenset({"text", "words", "correction"})


@register.inclusion_tag("parts/field.html")
def desk_field(bound: Any, width: str = "") -> dict[str, Any]:
    """One field of a form of the desk, with its own label and hint."""
    choices = getattr(bound.field, "choices", None)
    hint = say(f"desk.hint_{bound.name}", spoken())
    return {
        "bound": bound,
        "width": width,
        "label": say(f"desk.label_{bound.name}", spoken()),
        "hint": "" if hint.startswith("desk.") else hint,
        "choices": list(choices) if choices is not None else None,
        "value": bound.value(),
        "is_long": bound.name in LONG,
    }
