"""Which front page a post gets, and of which sections it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hamgam.agencies.models import Post
from hamgam.agencies.vocabulary import AgencyKind, Role


class Front(StrEnum):
    """The kinds of front page."""

    MAYOR = "mayor"
    GOVERNOR = "governor"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    PLANNER = "planner"
    DISTRICT = "district"
    COUNCIL = "council"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The sections of a front page in their order: those of the work, and those beside it."""

    main: tuple[str, ...]
    beside: tuple[str, ...] = ()
    is_wide: bool = False


LAYOUTS: Mapping[Front, Layout] = MappingProxyType(
    {
        Front.MAYOR: Layout(
            main=("decisions", "promises", "late_projects"),
            beside=("visit", "figures", "season"),
            is_wide=True,
        ),
        Front.GOVERNOR: Layout(
            main=("decisions", "between"),
            beside=("ladder", "season"),
            is_wide=True,
        ),
        Front.DEPUTY: Layout(
            main=("decisions", "late_projects", "promises", "findings"),
            beside=("visit", "obstacles", "ready", "season"),
        ),
        Front.SECRETARY: Layout(
            main=("decisions", "findings", "lists"),
            beside=("permits", "ready", "season"),
            is_wide=True,
        ),
        Front.PLANNER: Layout(
            main=("upload", "decisions", "findings", "soon"),
            beside=("ready", "permits", "season", "steps"),
        ),
        Front.DISTRICT: Layout(
            main=("area", "decisions", "findings"), beside=("ready", "season", "service")
        ),
        Front.COUNCIL: Layout(
            main=("backlog", "first_beside_today", "promises"),
            beside=("figures", "season", "service"),
            is_wide=True,
        ),
        Front.SUPERVISOR: Layout(
            main=("decisions", "reports", "sites"), beside=("obstacles", "season")
        ),
        Front.ADMINISTRATOR: Layout(main=("house", "people"), beside=("care", "agencies")),
    }
)
BY_ROLE: Mapping[Role, Front] = MappingProxyType(
    {
        Role.ADMINISTRATOR: Front.ADMINISTRATOR,
        Role.DEPUTY: Front.DEPUTY,
        Role.SECRETARY: Front.SECRETARY,
        Role.OFFICER: Front.PLANNER,
        Role.FINANCE: Front.DEPUTY,
        Role.FIELD: Front.SUPERVISOR,
        Role.COUNCIL: Front.COUNCIL,
        Role.VIEWER: Front.COUNCIL,
    }
)
BY_HEAD: Mapping[AgencyKind, Front] = MappingProxyType(
    {
        AgencyKind.MUNICIPALITY: Front.MAYOR,
        AgencyKind.STATE: Front.GOVERNOR,
        AgencyKind.DISTRICT: Front.DISTRICT,
        AgencyKind.COUNCIL: Front.COUNCIL,
    }
)
"""Heads of other kinds of agencies ask what a deputy asks."""


def front_of(post: Post | None) -> Front:
    """The front page of a post; without one, the page of those who only read."""
    if post is None:
        return Front.COUNCIL
    if post.role == Role.HEAD:
        return BY_HEAD.get(AgencyKind(post.agency.kind), Front.DEPUTY)
    return BY_ROLE[Role(post.role)]
