"""What other rooms add to the front pages, by part; a part nobody provides says so in one line.

A provider is a callable `(Asking) -> Sequence`. A capability adds the dotted name of its own to
`PROVIDERS` and changes nothing else: decisions come as inbox items (`web/waiting.py`), promises as
`register.promises.PromiseLine`, visits as `Visit`, figures as `Figure`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.module_loading import import_string

from hamgam.agencies.acting import Acting
from hamgam.kit.words import Language

log = logging.getLogger("hamgam.front")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks for a front page, on which day, in which language."""

    acting: Acting
    today: date
    language: Language
    is_wide: bool = True
    """Whether the reader asks about the whole city before his own works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a visit: at which hour, where, and about what."""

    hour: str
    place: str
    about: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The next site visit: when, its stops, and what being there is worth."""

    when: str
    stops: tuple[Stop, ...]
    worth: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its unit and age; `value` is told in the reader's digits."""

    name: str
    value: str
    unit: str = ""
    age: str = ""
    address: str = ""


PROVIDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "promises": ("hamgam.web.front.sections.slipping_promises",),
        "figures": (
            "hamgam.web.front.figures.city_figures",
            "hamgam.web.front.plans.plan_figures",
        ),
        "visits": ("hamgam.web.front.field.next_visit",),
        "cases": ("hamgam.web.front.cases.cases_by_rung",),
        "obstacles": ("hamgam.web.front.field.costliest_obstacles",),
        "permits": ("hamgam.web.front.permits.commission_desk",),
        "service": ("hamgam.web.front.service.citizens_voice",),
    }
)
"""Who provides which part, in order."""


def provided(part: str, asking: Asking) -> list[Any] | None:
    """Everything provided for a part; None where no room provides it yet. A provider that fails
    is passed over: the page stands without it."""
    names = PROVIDERS[part]
    if not names:
        return None
    found: list[Any] = []
    for name in names:
        try:
            rows: Sequence[Any] = import_string(name)(asking)
        except Exception:
            # A room that fails must never take everybody's front page with it.
            log.exception("front part failed", extra={"part": name})
            continue
        found.extend(rows)
    return found
