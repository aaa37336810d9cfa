"""`{% load desks %}`: words of a section whose key a page holds, and rights in words."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from hamgam.agencies.rights import Right, sentence
from hamgam.kit.words import language_of, say

register = template.Library()


@register.simple_tag
def word_of(section: str, name: str, **about: object) -> str:
    """The sentence of that name in a section, in the page's language."""
    return say(f"{section}.{name}", language_of(get_language()), **about)


@register.filter
def right_told(name: str) -> str:
    """What a right allows, in the page's language."""
    return sentence(Right(name), language_of(get_language()))
