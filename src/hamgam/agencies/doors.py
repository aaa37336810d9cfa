"""The doors: each names its right; nothing opens without one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from hamgam.agencies.acting import NOBODY, Acting, acting_by_token, acting_for
from hamgam.agencies.limits import counted
from hamgam.agencies.models import Person, Post, Token
from hamgam.agencies.rights import Right
from hamgam.kit.kept import kept
from hamgam.kit.refusals import Refused

View = TypeVar("View", bound=Callable[..., Any])
POST_KEY = "hamgam_post"
"""Where the session keeps the post a person acts in."""
POST_HEADER = "X-Hamgam-Post"
"""Names the post for one request, before the session's."""
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")


def digest_of(secret: str) -> str:
    """The hash under which a secret of 256 random bits is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _by_token(secret: str, request: str) -> Acting:
    now = timezone.now()
    row = Token.objects.select_related("agency").filter(digest=digest_of(secret)).first()
    if row is None or row.revoked is not None or row.expires <= now or not row.agency.is_active:
        raise Refused("bad_token")
    return acting_by_token(row, request=request)


def _named_post(request: HttpRequest) -> int | None:
    """The post a request names by its header; refuses (`post_not_held`) what is no number."""
    told = request.headers.get(POST_HEADER)
    if told is None:
        return None
    if not _NUMBER.fullmatch(told):
        raise Refused("post_not_held")
    return int(told)


def _by_session(request: HttpRequest, number: str, named: int | None) -> Acting:
    # A request refused before anybody was asked who he is, a foreign host's say, has no user.
    person, today = getattr(request, "user", None), timezone.localdate()
    if not isinstance(person, Person):
        return NOBODY
    post = named or request.session.get(POST_KEY)
    held = kept(
        request,
        ("acting", person.pk, today, post),
        lambda: acting_for(person, today=today, post=post),
    )
    found = replace(held, person=person, request=number)
    if named is not None and (found.post is None or found.post.pk != named):
        raise Refused("post_not_held")
    return found


def act_in(request: HttpRequest, post: Post) -> None:
    """Have the session's person act in that post until it ends or he chooses another."""
    request.session[POST_KEY] = post.pk


def identify(request: HttpRequest) -> Acting:
    """Who stands at the door: by bearer token, by session, or nobody; remembered on the request."""
    known: Acting | None = getattr(request, "acting", None)
    if known is not None:
        return known
    number: str = settings.HAMGAM_REQUEST_NUMBER()
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    named = _named_post(request)
    if scheme:
        if scheme.lower() != "bearer":
            raise Refused("bad_token")
        if named is not None:
            raise Refused("post_not_held")
        with counted(request, "token"):
            found = _by_token(secret.strip(), number)
    else:
        found = _by_session(request, number, named)
    request.acting = found  # type: ignore[attr-defined] # kept for the request's own lifetime
    return found


def door(right: Right) -> Callable[[View], View]:
    """A view or an operation of the API that opens to those who have the right.

    Rights that reach only the holder's own rows are asked again, with the row, by the deed.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            identify(request).require(right)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined] # read by the walk of all doors
        return guarded  # type: ignore[return-value] # the same signature, by wraps

    return hang


class Door(AuthBase):
    """The door of one operation of the API: it names its right, and opens by a bearer token or by
    a signed-in person's session (then with the page's CSRF token)."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right

    def __call__(self, request: HttpRequest) -> Acting:
        """Whoever stands at the door; refuses those without the right."""
        found = identify(request)
        by_session = found.person is not None and "Authorization" not in request.headers
        is_safe = request.method in {"GET", "HEAD", "OPTIONS"}
        if by_session and not is_safe and check_csrf(request) is not None:
            raise Refused("csrf")
        found.require(self.right)
        return found


def acting_of(request: HttpRequest) -> Acting:
    """Who acts in a request that passed its door."""
    return identify(request)


def right_of(view: Callable[..., Any]) -> Right | None:
    """The right a view names, None for one that names none."""
    found = getattr(view, "right", None)
    return found if isinstance(found, Right) else None
