"""`{% load cases %}`: words of coordination in the page's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from hamgam.kit.words import language_of, say

register = template.Library()


@register.simple_tag
def case_word(vocabulary: str, value: str) -> str:
    """A value of one of coordination's vocabularies in the page's language."""
    return say(f"cases.{vocabulary}_{value}", language_of(get_language()))


TONES = {
    "opened": ("idle", "k-idle"),
    "options": ("cal", "k-chance"),
    "proposed": ("slip", "k-slip"),
    "countered": ("slip", "k-slip"),
    "agreed": ("agree", "k-ok"),
    "decided": ("agree", "k-ok"),
    "bound": ("agree", "k-ok"),
    "carried_out": ("ok", "k-ok"),
    "broken": ("bad", "k-collision"),
    "lapsed": ("idle", "k-idle"),
}


@register.filter
def tone_of(state: str) -> str:
    """The tone of a state's mark."""
    return TONES[state][0]


@register.filter
def shape_of(state: str) -> str:
    """The shape of a state's mark, so that none is told by colour alone."""
    return TONES[state][1]


@register.filter
def dash_of(share: float) -> str:
    """The part of a ring of radius 44 that is left, as a dash pattern."""
    length = 2 * 3.14159 * 44
    return f"{share * length:.0f} {length:.0f}"


@register.simple_tag
def say_word(key: str, value: str) -> str:
    """A value of a vocabulary whose words stand under a key of their own."""
    return say(f"{key}_{value}", language_of(get_language()))


TIES = {
    "sent": ("slip", "k-slip"),
    "objected": ("bad", "k-collision"),
    "upheld": ("slip", "k-slip"),
    "in_force": ("ok", "k-ok"),
    "annulled": ("idle", "k-idle"),
}


@register.filter
def tie_tone(state: str) -> str:
    """The tone of a council resolution's mark."""
    return TIES[state][0]


@register.filter
def tie_shape(state: str) -> str:
    """The shape of a council resolution's mark."""
    return TIES[state][1]
