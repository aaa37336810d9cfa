"""The founding of a city: its tree of agencies, its ground, its first people."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hamgam.agencies.acting import job
from hamgam.agencies.actions.agencies import found_agency
from hamgam.agencies.actions.people import give_post, invite_person
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.vocabulary import AgencyKind, Role
from hamgam.exchange.city import City, Street
from hamgam.kit.words import Language
from hamgam.ledger.signing import CITY, Signature, signed
from hamgam.register.actions.ground import Drawn, draw_street, draw_zone
from hamgam.register.queries import streets, zones

FOUNDER = job("init")
ROLE_OF_POST = {
    "head": Role.HEAD,
    "deputy": Role.DEPUTY,
    "commission_secretary": Role.SECRETARY,
    "budget": Role.FINANCE,
    "field_lead": Role.FIELD,
    "works_lead": Role.FIELD,
}
"""What a post of the city's list carries; any other plans, a council's reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody to invite, as a row of a file tells: username, full name, address, agency, post."""

    username: str
    full_name: str
    email: str
    agency: str
    post: str


def found_agencies(city: City) -> int:
    """Found what is missing of the city's tree, parents first; how many."""
    told = {agency.key: agency for agency in city.agencies}
    rows = {row.key: row for row in Agency.objects.all()}
    founded = 0

    def found(key: str) -> Agency:
        nonlocal founded
        if key not in rows:
            agency = told[key]
            rows[key] = found_agency(
                by=FOUNDER,
                key=key,
                kind=AgencyKind(agency.kind),
                names=dict(agency.names),
                parent=found(agency.parent) if agency.parent else None,
            )
            founded += 1
        return rows[key]

    for key in told:
        found(key)
    return founded


def draw_ground(city: City) -> int:
    """Draw what is missing of the city's streets and zones; how many pieces."""
    drawn = set(streets().values_list("key", flat=True))
    new_streets = [street for street in city.streets if street.key not in drawn]
    for street in new_streets:
        _draw_street(street, city.is_schematic)
    drawn = set(zones().values_list("key", flat=True))
    new_zones = [zone for zone in city.zones if zone.key not in drawn]
    for zone in new_zones:
        piece = Drawn(
            key=zone.key,
            names=dict(zone.names),
            geometry=zone.geometry,
            schematic=zone.schematic,
        )
        draw_zone(by=FOUNDER, drawn=piece, kind=zone.kind)
    return len(new_streets) + len(new_zones)


def _draw_street(street: Street, is_schematic: bool) -> None:
    piece = Drawn(
        key=street.key,
        names=dict(street.names),
        geometry=street.line,
        schematic=is_schematic,
    )
    draw_street(by=FOUNDER, drawn=piece, street_class=street.street_class, width_m=street.width_m)


def first_administrator(username: str, today: date) -> tuple[Person, str]:
    """Invite the first administrator and give him that post in every root of the tree."""
    roots = list(Agency.objects.filter(parent__isnull=True).order_by("id"))
    person, secret = invite_person(
        by=FOUNDER,
        username=username,
        full_name=username,
        email="",
        language=Language.FA,
        agency=roots[0],
    )
    for root in roots:
        give_post(by=FOUNDER, person=person, agency=root, role=Role.ADMINISTRATOR, begins=today)
    return person, secret


def may_enter_admin(person: Person) -> None:
    """Let the first administrator read the ledger's tables in Django's admin."""
    with signed(Signature(actor=FOUNDER.actor, agency=CITY)):
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])


def role_of(post: str, kind: AgencyKind) -> Role:
    """The role that a post of the city's list carries."""
    if post == "administrator":
        return Role.ADMINISTRATOR
    if kind is AgencyKind.COUNCIL:
        return Role.COUNCIL
    return ROLE_OF_POST.get(post, Role.OFFICER)


def read_invitations(place: Path) -> Iterator[Invitation]:
    """The rows of a file of people; ValueError names the row that is not whole."""
    columns = ("username", "full_name", "email", "agency", "post")
    with place.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            lacking = [name for name in columns if name not in row or row[name] is None]
            if lacking:
                raise ValueError(f"{place.name}, row {number}: {', '.join(lacking)} is missing")
            yield Invitation(**{name: row[name].strip() for name in columns})


def invite(invitation: Invitation, today: date) -> str:
    """Invite one of a file's people and give him his post; the secret of his invitation."""
    agency = Agency.objects.get(key=invitation.agency)
    person, secret = invite_person(
        by=FOUNDER,
        username=invitation.username,
        full_name=invitation.full_name,
        email=invitation.email,
        language=Language.FA,
        agency=agency,
    )
    role = role_of(invitation.post, AgencyKind(agency.kind))
    give_post(
        by=FOUNDER, person=person, agency=agency, role=role, begins=today, title=invitation.post
    )
    return secret
