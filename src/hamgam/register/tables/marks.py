"""What several of the register's tables paint alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamgam.agencies.models import Agency
from hamgam.agencies.queries import agencies
from hamgam.kit.columns import spoken
from hamgam.kit.templatetags.pages import swatch
from hamgam.kit.words import say
from hamgam.register.marks import slot_of, working_agencies


def agency_mark(agency: Agency) -> SafeString:
    """An agency by its line and its name."""
    line, name = swatch(slot_of(agency.key)), agency.name(spoken())
    return format_html('<span class="ag">{}{}</span>', line, name)


def word(vocabulary: str, value: str | None) -> str:
    """A value of a vocabulary in the page's language; empty for none."""
    return say(f"vocabulary.{vocabulary}_{value}", spoken()) if value else ""


def agency_options(keys: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Agencies to choose from, those that do works when no keys are told; one query."""
    wanted = set(working_agencies() if keys is None else keys)
    language = spoken()
    return tuple((row.key, row.name(language)) for row in agencies() if row.key in wanted)
