"""`{% load kit %}`: sentences, days, money and figures in the page's language."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from hamgam.kit import dates, digits, money
from hamgam.kit.words import Language, language_of
from hamgam.kit.words import say as _say

register = template.Library()


def _language() -> Language:
    return language_of(get_language())


@register.simple_tag
def say(key: str, **about: object) -> str:
    """The sentence of that key in the page's language."""
    return _say(key, _language(), **about)


@register.simple_tag
def direction() -> str:
    """`rtl` or `ltr`, for the page's `dir`."""
    return _language().direction


@register.filter
def day(value: date | None) -> str:
    """A day with its month by name; a dash for none."""
    return "–" if value is None else dates.long_day(value, _language())


@register.filter
def moment(value: datetime | None) -> str:
    """Day and hour on the city's clock; a dash for none."""
    return "–" if value is None else dates.moment(value, _language(), settings.TIME_ZONE)


@register.filter
def age(value: datetime | None) -> str:
    """How long ago; a dash for none."""
    return "–" if value is None else dates.age(timezone.now() - value, _language())


@register.filter
def figure(value: float | None) -> str:
    """A whole number with thousands marked; a dash for none."""
    return "–" if value is None else digits.grouped(value, _language())


@register.simple_tag
def price(rials: int | None, year: int) -> str:
    """An amount with its price year; a dash for none."""
    if rials is None:
        return "–"
    return money.price(rials, money.PriceBase(year=year), _language())
