"""Agencies, and who one is."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies import queries
from hamgam.agencies.acting import Acting, acting_for, posts_of
from hamgam.agencies.actions.agencies import found_agency
from hamgam.agencies.actions.people import choose_post
from hamgam.agencies.doors import Door, act_in, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import AgencyKind
from hamgam.kit.fields import BIGGEST, In, Key, Line, Name, Out

router = Router(tags=["agencies"])


class AgencyOut(Out):
    """An agency."""

    key: str
    parent: str | None
    kind: str
    name_fa: str
    name_en: str
    name_ar: str

    @staticmethod
    def resolve_parent(row: Agency) -> str | None:
        """The key of the agency above it."""
        return row.parent.key if row.parent else None


class AgencyList(Out):
    """A page of agencies."""

    items: list[AgencyOut]
    next: str | None


class AgencyIn(In):
    """A new agency."""

    key: Key
    parent: Key
    kind: AgencyKind
    name_fa: Name
    name_en: Line = ""
    name_ar: Line = ""


class PostBrief(Out):
    """Rights one may use now, and on which branch."""

    agency: str
    rights: list[str]


class HeldPost(Out):
    """A post one holds; `acts` marks the one that acts now."""

    id: int
    agency: str
    role: str
    title: str
    acts: bool


class Me(Out):
    """Who the client is to the house."""

    actor: str
    agency: str | None
    post: int | None
    held: list[HeldPost]
    posts: list[PostBrief]


class PostChoice(In):
    """The number of the post to act in."""

    post: Annotated[int, Field(strict=True, ge=1, le=BIGGEST)]


def _me(acting: Acting) -> dict[str, object]:
    posts = [{"agency": p.path, "rights": sorted(r.value for r in p.rights)} for p in acting.powers]
    mine = acting.post.pk if acting.post else None
    rows = posts_of(acting.person, timezone.localdate()) if acting.person else []
    held = [
        {
            "id": row.pk,
            "agency": row.agency.key,
            "role": row.role,
            "title": row.title,
            "acts": row.pk == mine,
        }
        for row in rows
    ]
    agency = acting.agency.key if acting.agency else None
    return {"actor": acting.actor, "agency": agency, "post": mine, "held": held, "posts": posts}


@router.get("/me", response=Me, auth=Door(Right.READ_PUBLIC), operation_id="who_am_i")
def who_am_i(request: HttpRequest) -> dict[str, object]:
    """Who I am here, in which of my posts I act, and what I may do where."""
    return _me(acting_of(request))


@router.post("/me/post", response=Me, auth=Door(Right.SIGN_IN), operation_id="choose_post")
def post_choice(request: HttpRequest, body: PostChoice) -> dict[str, object]:
    """Act in another of my posts for the rest of the session; the header `X-Hamgam-Post` names one
    for a single request."""
    acting = acting_of(request)
    row = choose_post(by=acting, number=body.post)
    act_in(request, row)
    person: Any = acting.person
    return _me(acting_for(person, today=timezone.localdate(), post=row.pk))


@router.get(
    "/agencies",
    response=AgencyList,
    auth=Door(Right.READ_PUBLIC),
    operation_id="list_agencies",
)
def list_agencies(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Every agency that takes part."""
    rows = queries.agencies().select_related("parent")
    return listed(request, response, rows, (limit, cursor))


@router.get(
    "/agencies/{key}",
    response=AgencyOut,
    auth=Door(Right.READ_PUBLIC),
    operation_id="get_agency",
)
def get_agency(request: HttpRequest, key: Key) -> Agency:
    """One agency."""
    return queries.agency_of(key)


@router.post(
    "/agencies",
    response={201: AgencyOut},
    auth=Door(Right.FOUND_AGENCY),
    operation_id="found_agency",
)
def post_agency(request: HttpRequest, response: HttpResponse, body: AgencyIn) -> Status[Agency]:
    """Add an agency below one's own."""
    row = found_agency(
        by=acting_of(request),
        key=body.key,
        kind=body.kind,
        names={"fa": body.name_fa, "en": body.name_en, "ar": body.name_ar},
        parent=queries.agency_of(body.parent),
    )
    response["Location"] = f"/api/v1/agencies/{row.key}"
    return Status(201, row)
