"""Small pieces of HTML that tables and panels share: links, second lines, states, spans of days."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamgam.kit.templatetags.pages import icon, local, span


def link(address: str, text: str, below: str = "") -> SafeString:
    """The name of a thing that leads to its page, with a smaller line below it."""
    small = format_html("<small><bdi>{}</bdi></small>", local(below)) if below else ""
    return format_html('<a class="t" href="{}">{}</a>{}', address, text, small)


def state(shape: str, tone: str, text: str, *, is_tag: bool = False) -> SafeString:
    """A state as shape, colour and word."""
    tag = " tag" if is_tag else ""
    return format_html('<span class="st{} {}">{}{}</span>', tag, tone, icon(shape), text)


def days(begins: date | None, ends: date | None) -> SafeString:
    """From a day to a day, kept on one line where there is room."""
    return format_html('<span class="num">{}</span>', span(begins, ends))


def beside(text: str, below: str) -> SafeString:
    """A word and a smaller one below it."""
    return format_html("{}<small>{}</small>", text, below)
