"""The questions above a list: words, choices and ticks, each a part of the page's address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from hamgam.kit.columns import spoken
from hamgam.kit.words import say


class Asks(StrEnum):
    """How a question is asked."""

    WORDS = "words"
    CHOICE = "choice"
    TICK = "tick"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One question: its name in the address, the key of its label, what may be answered (value and
    how it is said), and what no answer is called; an empty `nothing` leaves that choice out."""

    name: str
    label: str
    asks: Asks = Asks.CHOICE
    options: tuple[tuple[str, str], ...] = ()
    nothing: str = "pages.all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the answer that stands in the address."""

    name: str
    label: str
    asks: Asks
    value: str
    options: SafeString
    """What may be chosen, as HTML."""


def asked_of(filters: Iterable[Filter], address: QueryDict) -> list[Asked]:
    """The questions as the page asks them."""
    return [_asked(filter_, address.get(filter_.name, "")) for filter_ in filters]


def _asked(filter_: Filter, value: str) -> Asked:
    language = spoken()
    told = list(filter_.options)
    if filter_.asks is Asks.CHOICE and filter_.nothing:
        told.insert(0, ("", say(filter_.nothing, language)))
    return Asked(
        name=filter_.name,
        label=say(filter_.label, language),
        asks=filter_.asks,
        value=value,
        options=_options(told, value),
    )


def _options(told: Iterable[tuple[str, str]], value: str) -> SafeString:
    chosen = mark_safe(" selected")
    rows = ((key, chosen if key == value else "", name) for key, name in told)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


def words_of(vocabulary: str, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The values of a vocabulary as options, in the page's language."""
    return tuple((str(v), say(f"vocabulary.{vocabulary}_{v}", spoken())) for v in values)
