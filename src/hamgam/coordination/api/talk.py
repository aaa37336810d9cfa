"""Words about a work or a project, and one's own words anywhere."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import talking
from hamgam.coordination.models import Comment
from hamgam.coordination.talk import words_about
from hamgam.kit.fields import In, Out, Prose, PublicId

router = Router(tags=["talk"])


class WordIn(In):
    """What is said, and about which work or project."""

    subject: PublicId
    text: Prose


class TextIn(In):
    """What is said instead."""

    text: Prose


class WordOut(Out):
    """A word; `text` is empty once it was withdrawn, `before` holds what it said earlier."""

    public_id: str
    agency: str
    text: str
    at: datetime
    edited: datetime | None
    withdrawn: datetime | None
    before: list[str]

    @staticmethod
    def resolve_agency(row: Comment) -> str:
        """For whom it was said."""
        return row.agency.key

    @staticmethod
    def resolve_before(row: Comment) -> list[str]:
        """Earlier wordings, the first first; none of a withdrawn word."""
        if row.withdrawn is not None:
            return []
        return [version.text for version in sorted(row.versions.all(), key=lambda one: one.pk)]


class WordList(Out):
    """A page of words."""

    items: list[WordOut]
    next: str | None


@router.get(
    "/comments", response=WordList, auth=Door(Right.READ_REGISTER), operation_id="list_comments"
)
def list_words(
    request: HttpRequest,
    response: HttpResponse,
    subject: PublicId = "",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """What is said about a work or project; empty for those who may not see it."""
    rows = words_about(acting_of(request), subject)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/comments",
    response={201: WordOut},
    auth=Door(Right.COMMENT),
    operation_id="write_comment",
)
def post_word(request: HttpRequest, body: WordIn) -> Status[Comment]:
    """Say something about a work or project; whom it names with @ is told."""
    made = talking.say_about(by=acting_of(request), subject=body.subject, text=body.text)
    return Status(201, made)


@router.put(
    "/comments/{comment_id}",
    response=WordOut,
    auth=Door(Right.COMMENT),
    operation_id="edit_comment",
)
def put_word(request: HttpRequest, comment_id: PublicId, body: TextIn) -> Comment:
    """Say it otherwise; the earlier wording is kept."""
    return talking.edit_comment(by=acting_of(request), comment=comment_id, text=body.text)


@router.delete(
    "/comments/{comment_id}",
    response=WordOut,
    auth=Door(Right.COMMENT),
    operation_id="withdraw_comment",
)
def delete_word(request: HttpRequest, comment_id: PublicId) -> Comment:
    """Take one's own word back."""
    return talking.withdraw_comment(by=acting_of(request), comment=comment_id)
