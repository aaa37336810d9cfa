"""What all doors of the API share: lists with a cursor, ETags, where a new thing lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query

from hamgam.kit.refusals import Refused
from hamgam.kit.tables import Page, page_of

M = TypeVar("M", bound=Model)
Limit = Annotated[int, Query(ge=1, le=500, description="Rows a page may hold.")]
Cursor = Annotated[
    str | None,
    Query(pattern=r"^[1-9][0-9]{0,15}$", description="`next` of the page before."),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of the version that is edited."),
]
_ETAG = re.compile(r'"(?P<id>[a-z]-[0-9a-z]{13})\.(?P<version>[0-9]{1,9})(\.[0-9a-f]{16})?"')


class Versioned(Protocol):
    """A row with a public id and a version."""

    public_id: Any
    version: Any


def listed(
    request: HttpRequest, response: HttpResponse, rows: QuerySet[M], page: tuple[int, str | None]
) -> dict[str, object]:
    """One page of a list as the API gives it, with its Link header; one query."""
    limit, cursor = page
    found: Page[M] = page_of(rows, limit=limit, cursor=cursor)
    if found.next is not None:
        address = request.GET.copy()
        address["cursor"] = found.next
        response["Link"] = f'<{request.path}?{address.urlencode()}>; rel="next"'
    return {"items": found.items, "next": found.next}


def etag(row: Versioned) -> str:
    """The mark of a row's version."""
    return f'"{row.public_id}.{row.version}"'


def made(response: HttpResponse, row: Versioned, collection: str) -> None:
    """Say where a new row lies, and its version."""
    response["Location"] = f"/api/v1/{collection}/{row.public_id}"
    response["ETag"] = etag(row)


def version_in(if_match: str | None, public_id: str) -> int:
    """The version a client edits; refuses `version_needed` and `stale_etag`."""
    if if_match is None:
        raise Refused("version_needed")
    match = _ETAG.fullmatch(if_match.strip())
    if match is None or match["id"] != public_id:
        raise Refused("stale_etag")
    return int(match["version"])


@contextmanager
def matching() -> Iterator[None]:
    """A deed's `stale` is the header's 412: the client named the version by If-Match."""
    try:
        yield
    except Refused as refusal:
        if refusal.code == "stale":
            raise Refused("stale_etag", **refusal.about) from refusal
        raise
