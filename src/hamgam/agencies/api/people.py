"""People, posts, delegations and tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Router, Status
from pydantic import AwareDatetime

from hamgam.agencies import queries
from hamgam.agencies.actions.people import (
    delegate,
    end_delegation,
    end_post,
    give_post,
    invite_person,
)
from hamgam.agencies.actions.tokens import issue_token, revoke_token
from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.models import Delegation, Post, Token
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.kit.fields import BIGGEST, Day, In, Key, Line, Name, Out, PublicId, Rials
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language

router = Router(tags=["people"])
Number = Annotated[int, Path(ge=1, le=BIGGEST)]


class PersonIn(In):
    """Somebody to invite."""

    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9.@+_-]{3,150}$")]
    full_name: Name
    email: Annotated[str, Field(max_length=254, pattern=r"^([^@\s\x00]+@[^@\s\x00]+)?$")] = ""
    language: Language = Language.FA
    agency: Key


class Invited(Out):
    """Somebody invited; `secret` opens the account once and is never shown again."""

    public_id: str
    username: str
    secret: str


class PostIn(In):
    """A place to give."""

    person: PublicId
    agency: Key
    role: Role
    begins: Day
    title: Line = ""


class PostOut(Out):
    """A place held."""

    id: int
    person: str
    person_name: str
    agency: str
    role: str
    title: str
    begins: date
    ends: date | None

    @staticmethod
    def resolve_person(row: Post) -> str:
        """The person's public id."""
        return row.person.public_id

    @staticmethod
    def resolve_person_name(row: Post) -> str:
        """The person's name."""
        return str(row.person)

    @staticmethod
    def resolve_agency(row: Post) -> str:
        """The agency's key."""
        return row.agency.key


class PostList(Out):
    """A page of posts."""

    items: list[PostOut]
    next: str | None


class EndIn(In):
    """The last day."""

    on: Day


class DelegationIn(In):
    """What to delegate, to whom, within which bounds."""

    post: Annotated[int, Field(strict=True, ge=1, le=BIGGEST)]
    to: PublicId
    rights: Annotated[list[Right], Field(min_length=1, max_length=40)]
    begins: Day
    ends: Day
    subject: PublicId | None = None
    limit_rials: Rials | None = None


class DelegationOut(Out):
    """A delegation."""

    id: int
    post: int
    to: str
    rights: list[str]
    subject: str
    limit_rials: int | None
    begins: date
    ends: date
    ended_on: date | None

    @staticmethod
    def resolve_post(row: Delegation) -> int:
        """The post whose rights they are."""
        return row.post_id

    @staticmethod
    def resolve_to(row: Delegation) -> str:
        """The substitute's public id."""
        return row.to.public_id


class DelegationList(Out):
    """A page of delegations."""

    items: list[DelegationOut]
    next: str | None


class TokenIn(In):
    """A token to issue."""

    agency: Key
    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    rights: Annotated[list[Right], Field(min_length=1, max_length=40)]
    expires: AwareDatetime


class TokenOut(Out):
    """A token, without its secret."""

    public_id: str
    agency: str
    name: str
    rights: list[str]
    expires: datetime
    revoked: datetime | None

    @staticmethod
    def resolve_agency(row: Token) -> str:
        """The agency's key."""
        return row.agency.key


class TokenList(Out):
    """A page of tokens."""

    items: list[TokenOut]
    next: str | None


class TokenMade(Out):
    """A new token; `secret` is shown once."""

    token: TokenOut
    secret: str


@router.post(
    "/people", response={201: Invited}, auth=Door(Right.APPOINT), operation_id="invite_person"
)
def post_person(
    request: HttpRequest, response: HttpResponse, body: PersonIn
) -> Status[dict[str, str]]:
    """Invite somebody; the secret in the answer lets him set a password within 14 days."""
    person, secret = invite_person(
        by=acting_of(request),
        username=body.username,
        full_name=body.full_name,
        email=body.email,
        language=body.language,
        agency=queries.agency_of(body.agency),
    )
    response["Cache-Control"] = "no-store"
    told = {"public_id": person.public_id, "username": person.username, "secret": secret}
    return Status(201, told)


@router.get("/posts", response=PostList, auth=Door(Right.READ_REGISTER), operation_id="list_posts")
def list_posts(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The posts of one's own branches."""
    return listed(request, response, queries.posts(acting_of(request)), (limit, cursor))


@router.post("/posts", response={201: PostOut}, auth=Door(Right.APPOINT), operation_id="give_post")
def post_post(request: HttpRequest, body: PostIn) -> Status[Post]:
    """Give somebody a place in an agency."""
    row = give_post(
        by=acting_of(request),
        person=queries.person_of(body.person),
        agency=queries.agency_of(body.agency),
        role=body.role,
        begins=body.begins,
        title=body.title,
    )
    return Status(201, row)


@router.post(
    "/posts/{number}/end", response=PostOut, auth=Door(Right.APPOINT), operation_id="end_post"
)
def post_end(request: HttpRequest, number: Number, body: EndIn) -> Post:
    """End a place after a day."""
    acting = acting_of(request)
    row = queries.posts(acting).filter(pk=number).first()
    if row is None:
        raise Refused("not_found")
    return end_post(by=acting, post=row, on=body.on)


@router.get(
    "/delegations",
    response=DelegationList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_delegations",
)
def list_delegations(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The delegations given in one's own branches."""
    return listed(request, response, queries.delegations(acting_of(request)), (limit, cursor))


@router.post(
    "/delegations",
    response={201: DelegationOut},
    auth=Door(Right.DELEGATE),
    operation_id="delegate_rights",
)
def post_delegation(request: HttpRequest, body: DelegationIn) -> Status[Delegation]:
    """Let a substitute use some rights of one's own post."""
    acting = acting_of(request)
    post = queries.posts(acting).filter(pk=body.post).first()
    if post is None:
        raise Refused("not_found")
    row = delegate(
        by=acting,
        post=post,
        to=queries.person_of(body.to),
        rights=body.rights,
        span=(body.begins, body.ends),
        bounds=(body.subject or "", body.limit_rials),
    )
    return Status(201, row)


@router.post(
    "/delegations/{number}/end",
    response=DelegationOut,
    auth=Door(Right.DELEGATE),
    operation_id="end_delegation",
)
def post_delegation_end(request: HttpRequest, number: Number) -> Delegation:
    """Take a delegation back, from today."""
    acting = acting_of(request)
    row = queries.delegations(acting).filter(pk=number).first()
    if row is None:
        raise Refused("not_found")
    return end_delegation(by=acting, delegation=row, on=timezone.localdate())


@router.get("/tokens", response=TokenList, auth=Door(Right.ISSUE_TOKEN), operation_id="list_tokens")
def list_tokens(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The tokens of one's own branches, without their secrets."""
    return listed(request, response, queries.tokens(acting_of(request)), (limit, cursor))


@router.post(
    "/tokens", response={201: TokenMade}, auth=Door(Right.ISSUE_TOKEN), operation_id="issue_token"
)
def post_token(
    request: HttpRequest, response: HttpResponse, body: TokenIn
) -> Status[dict[str, object]]:
    """Issue a token for an agency of one's own branch."""
    row, secret = issue_token(
        by=acting_of(request),
        agency=queries.agency_of(body.agency),
        name=body.name,
        rights=body.rights,
        expires=body.expires,
    )
    response["Cache-Control"] = "no-store"
    return Status(201, {"token": row, "secret": secret})


@router.delete(
    "/tokens/{token_id}",
    response=TokenOut,
    auth=Door(Right.ISSUE_TOKEN),
    operation_id="revoke_token",
)
def delete_token(request: HttpRequest, token_id: PublicId) -> Token:
    """Make a token worthless at once."""
    acting = acting_of(request)
    row = queries.tokens(acting).filter(public_id=token_id).first()
    if row is None:
        raise Refused("not_found")
    return revoke_token(by=acting, token=row)
