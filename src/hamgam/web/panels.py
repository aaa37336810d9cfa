"""What other rooms show on a page of the register, without the register knowing them.

A panel is a callable `(request, subject) -> str` that answers with its own safe HTML, empty when
it has nothing to say. It is drawn on the server, so that it reads and prints without script. One
that fails or cannot be imported leaves a line that says so, and the page stands.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.kit.words import language_of, say

log = logging.getLogger("hamgam.panels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel: the key of its name, where its callable stands, who is shown it, and whether it
    belongs beside the text."""

    name: str
    draws: str
    right: Right = Right.READ_REGISTER
    is_beside: bool = False


PANELS: Mapping[str, tuple[Panel, ...]] = MappingProxyType(
    {
        "work": (
            Panel(
                name="cases.title",
                draws="hamgam.coordination.views.panels.cases.of_work",
                is_beside=True,
            ),
            Panel(
                name="permits.permit",
                draws="hamgam.coordination.views.panels.cases.permits_of_work",
                is_beside=True,
            ),
            Panel(
                name="sharing.panel",
                draws="hamgam.coordination.views.panels.sharing.of_work",
                is_beside=True,
            ),
            Panel(name="ties.words", draws="hamgam.coordination.views.talk.panel"),
        ),
        "project": (
            Panel(name="completion.course_title", draws="hamgam.completion.panels.course"),
            Panel(name="field.obstacles_title", draws="hamgam.field.panels.of_project"),
            Panel(name="completion.phases_title", draws="hamgam.completion.panels.phases"),
            Panel(name="ties.words", draws="hamgam.coordination.views.talk.panel"),
            Panel(name="completion.report_title", draws="hamgam.completion.panels.reports"),
            Panel(
                name="completion.rest_title",
                draws="hamgam.completion.panels.rest",
                is_beside=True,
            ),
            Panel(
                name="sharing.panel",
                draws="hamgam.coordination.views.panels.sharing.of_project",
                is_beside=True,
            ),
        ),
        "overlap": (
            Panel(
                name="cases.panel",
                draws="hamgam.coordination.views.panels.cases.of_overlap",
                is_beside=True,
            ),
        ),
        "street": (),
        "agency": (),
    }
)
"""The panels of each page of the register, in their order."""


def drawn(request: HttpRequest, panel: Panel, subject: object) -> SafeString:
    """A panel's HTML; the line that says it is not available when it fails."""
    try:
        return SafeString(import_string(panel.draws)(request, subject))
    except Exception:
        # A room that fails must never take the register's page with it.
        log.exception("panel failed", extra={"panel": panel.draws})
        language = language_of(get_language())
        told = say("furniture.panel_missing", language, name=say(panel.name, language))
        return format_html('<p class="note slip" role="status">{}</p>', told)


def panels_of(
    request: HttpRequest, page: str, subject: object, *, is_beside: bool = False
) -> SafeString:
    """Every panel of a page that the reader may see, one after another."""
    acting = acting_of(request)
    chosen = [
        panel
        for panel in PANELS.get(page, ())
        if panel.is_beside is is_beside and acting.may(panel.right)
    ]
    parts = [drawn(request, panel, subject) for panel in chosen]
    return mark_safe("".join(parts))  # noqa: S308 - each part is safe by itself
