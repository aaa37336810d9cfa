"""`{% load pages %}`: words of the vocabulary, names, spans of days and marks for pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hamgam.kit import dates, digits
from hamgam.kit.words import Language, language_of, say

register = template.Library()


def _language() -> Language:
    return language_of(get_language())


@register.simple_tag
def word(vocabulary: str, value: str | None) -> str:
    """A value of a vocabulary in the page's language; a dash for none."""
    return say(f"vocabulary.{vocabulary}_{value}", _language()) if value else "–"


@register.filter
def named(thing: Any) -> str:
    """The name of an agency, a street or a zone in the page's language; a dash for none."""
    if thing is None:
        return "–"
    name = getattr(thing, "name", None)
    if callable(name):
        return str(name(_language()))
    return getattr(thing, f"name_{_language().value}", "") or str(thing.name_fa)


@register.filter
def short_day(value: date | None) -> str:
    """A day in figures; a dash for none."""
    return "–" if value is None else dates.short_day(value, _language())


@register.simple_tag
def span(begins: date | None, ends: date | None) -> str:
    """From a day to a day, as people say it."""
    language = _language()
    if begins is None and ends is None:
        return say("pages.days_untold", language)
    if begins is None or ends is None:
        key = "pages.from_day" if ends is None else "pages.until_day"
        return say(key, language, day=dates.long_day(begins or ends or date.min, language))
    if begins == ends:
        return dates.long_day(begins, language)
    first, last = (dates.long_day(day, language) for day in (begins, ends))
    return say("pages.span", language, first=first, last=last)


@register.filter
def number(value: float | None) -> str:
    """A number in the reader's digits, at most one decimal; a dash for none."""
    if value is None:
        return "–"
    places = 0 if float(value).is_integer() or abs(value) >= 100 else 1
    return digits.grouped(value, _language(), places=places)


@register.filter
def local(value: object) -> str:
    """Any text with its digits as the reader writes them."""
    return digits.localise(value, _language())


@register.filter
def percent(permille: int | None) -> str:
    """Thousandths as percent, without the sign; a dash for none."""
    return "–" if permille is None else number(permille / 10)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the sprite's shapes."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#{}"/></svg>', name)


DASHES = {
    3: "8 3",
    4: "2 3",
    5: "9 3 2 3",
    7: "12 3",
    9: "4 3",
    10: "2 2",
    11: "8 2 2 2",
    12: "1 3",
}
DOUBLE = frozenset({6, 8})


@register.simple_tag
def swatch(slot: int) -> SafeString:
    """The line by which an agency is known on every page, in its colour and pattern."""
    if slot in DOUBLE:
        drawn = format_html('<path d="M0 2h26M0 8h26" stroke-width="{}"/>', 3)
    else:
        dash = format_html(' stroke-dasharray="{}"', DASHES[slot]) if slot in DASHES else ""
        drawn = format_html('<path d="M0 5h26" stroke-width="6"{}/>', dash)
    return format_html(
        '<svg class="sw a{}" viewBox="0 0 26 10" aria-hidden="true">{}</svg>', slot, drawn
    )


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **told: object) -> str:
    """The page's address with some of its questions changed; None takes one away."""
    asked = context["request"].GET.copy()
    for name, value in told.items():
        asked.pop(name, None)
        if value is not None and value != "":
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


@register.filter
def unlocal(value: float) -> str:
    """A coordinate as drawings want it: a point for the decimals, whatever the language."""
    return f"{value:.1f}".removesuffix(".0")


@register.simple_tag
def number_of(value: float | None) -> str:
    """A number for a sentence, as `{% number_of 3 as n %}`."""
    return number(value)


@register.simple_tag
def named_in(key: str, thing: Any) -> str:
    """A sentence with the name of an agency or a street in it."""
    return say(key, _language(), name=named(thing))


@register.simple_tag
def span_iso(begins: str | None, ends: str | None) -> str:
    """From a day to a day, told as machines keep them."""
    first, last = (date.fromisoformat(day) if day else None for day in (begins, ends))
    return span(first, last)


@register.simple_tag(takes_context=True)
def sort_head(context: dict[str, Any], column: str, key: str, order: str) -> SafeString:
    """A heading that sorts its column, and says how it is sorted."""
    is_down = order == f"-{column}"
    is_here = order.removeprefix("-") == column
    to = column if is_down or not is_here else f"-{column}"
    arrow = (" ↓" if is_down else " ↑") if is_here else ""
    said = (
        format_html(' aria-sort="{}"', "descending" if is_down else "ascending") if is_here else ""
    )
    address = query(context, sort=to, page=None)
    label = say(key, _language())
    return format_html('<th scope="col"{}><a href="{}">{}{}</a></th>', said, address, label, arrow)


@register.inclusion_tag("parts/field.html")
def field(bound: Any, width: str) -> dict[str, Any]:
    """One field of a form: label above, hint below, its fault beside it."""
    choices = getattr(bound.field, "choices", None)
    spoken = _language()
    hint = say(f"fields.{bound.name}_hint", spoken)
    return {
        "bound": bound,
        "width": width,
        "label": say(f"fields.{bound.name}", spoken),
        "hint": "" if hint.startswith("fields.") else hint,
        "choices": list(choices) if choices is not None else None,
        "value": bound.value(),
        "is_long": bound.name in {"line", "reason"},
    }


@register.inclusion_tag("parts/field.html")
def day_field(form: Any, name: str) -> dict[str, Any]:
    """A day of a form, with the day it means in words below."""
    told = field(form[name], "")
    return told | {"meant": form.seen_day(name)}


@register.simple_tag
def say_number(key: str, count: int) -> str:
    """The sentence of a numbered key."""
    return say(f"{key}_{count}", _language())


@register.simple_tag
def names_in(names: Mapping[str, str]) -> str:
    """A thing's name out of its names by language."""
    return names.get(_language().value) or names.get(Language.FA.value, "–")
