"""`{% load marks %}`: an agency's line, as it is known on every page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from hamgam.kit.templatetags.pages import swatch
from hamgam.register.marks import slot_of

register = template.Library()


@register.simple_tag
def swatch_of(agency: str) -> SafeString:
    """The line of an agency's key."""
    return swatch(slot_of(agency))


@register.simple_tag
def slot_class(agency: str) -> str:
    """The class that gives a thing its agency's colour."""
    return f"a{slot_of(agency)}"
