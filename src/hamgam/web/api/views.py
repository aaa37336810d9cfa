"""Views kept of lists."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import StringConstraints

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.kit.fields import In, Out, PublicId
from hamgam.web.models import SavedView
from hamgam.web.saved_views import (
    MOST_NAME,
    MOST_QUERY,
    ViewValues,
    delete_view,
    save_view,
    views_visible_to,
)

router = Router(tags=["views"])
ListName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class ViewIn(In):
    """A list as one wants to find it again."""

    page: ListName
    name: Annotated[str, StringConstraints(min_length=1, max_length=MOST_NAME)]
    query: Annotated[str, StringConstraints(max_length=MOST_QUERY)] = ""
    is_shared: bool = False


class ViewOut(Out):
    """A view that is kept."""

    public_id: str
    page: str
    name: str
    query: str
    is_shared: bool
    agency: str

    @staticmethod
    def resolve_agency(row: SavedView) -> str:
        """Whose people see it once it is shared."""
        return row.agency.key


class ViewList(Out):
    """A page of views."""

    items: list[ViewOut]
    next: str | None


@router.get("/views", response=ViewList, auth=Door(Right.SAVE_VIEW), operation_id="list_views")
def list_views(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """My views, and those my agency shares."""
    return listed(request, response, views_visible_to(acting_of(request)), (limit, cursor))


@router.post(
    "/views", response={201: ViewOut}, auth=Door(Right.SAVE_VIEW), operation_id="save_view"
)
def post_view(request: HttpRequest, body: ViewIn) -> Status[SavedView]:
    """Keep a list under a name; the same name on the same list is kept anew."""
    told = ViewValues(**body.dict())
    return Status(201, save_view(by=acting_of(request), told=told))


@router.delete(
    "/views/{view_id}",
    response={204: None},
    auth=Door(Right.SAVE_VIEW),
    operation_id="delete_view",
)
def remove_view(request: HttpRequest, view_id: PublicId) -> Status[None]:
    """Let my view go."""
    delete_view(by=acting_of(request), view=view_id)
    return Status(204, None)
