"""Parties: who takes part in a row that is shared with its parties."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.models import Party
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.kit.fields import BIGGEST, In, Key, Out, PublicId
from hamgam.register import queries
from hamgam.register.actions.parties import add_party, remove_party

router = Router(tags=["sharing"])
Number = Annotated[int, Path(ge=1, le=BIGGEST)]


class PartyIn(In):
    """An agency that takes part in a row of one's own."""

    subject: PublicId
    agency: Key


class PartyOut(Out):
    """An agency that takes part in a row."""

    id: int
    subject: str
    agency: str

    @staticmethod
    def resolve_agency(row: Party) -> str:
        """The agency's key."""
        return row.agency.key


class PartyList(Out):
    """A page of parties."""

    items: list[PartyOut]
    next: str | None


@router.get(
    "/parties", response=PartyList, auth=Door(Right.READ_REGISTER), operation_id="list_parties"
)
def list_parties(
    request: HttpRequest,
    response: HttpResponse,
    subject: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """The parties of one's own rows, and the rows in which one is a party."""
    rows = queries.parties_visible_to(acting_of(request))
    if subject:
        rows = rows.filter(subject=subject)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/parties", response={201: PartyOut}, auth=Door(Right.NAME_PARTY), operation_id="add_party"
)
def post_party(request: HttpRequest, body: PartyIn) -> Status[Party]:
    """Name a party of a work, project, document, stake or commitment of one's own; it sees the row
    while that is shared with its parties."""
    agency = agency_of(body.agency)
    return Status(201, add_party(by=acting_of(request), subject=body.subject, agency=agency))


@router.delete(
    "/parties/{party_number}",
    response={204: None},
    auth=Door(Right.NAME_PARTY),
    operation_id="remove_party",
)
def delete_party(request: HttpRequest, party_number: Number) -> Status[None]:
    """Take an agency out of the parties of a row of one's own."""
    remove_party(by=acting_of(request), number=party_number)
    return Status(204, None)
