"""`{% load panels %}`: what other rooms show on this page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from hamgam.web.panels import panels_of

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: dict[str, Any], page: str, subject: object) -> SafeString:
    """The panels of a page below its text."""
    return panels_of(context["request"], page, subject)


@register.simple_tag(takes_context=True)
def panels_beside(context: dict[str, Any], page: str, subject: object) -> SafeString:
    """The panels of a page beside its text."""
    return panels_of(context["request"], page, subject, is_beside=True)
