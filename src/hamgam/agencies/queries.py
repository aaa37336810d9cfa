"""Reads of agencies, people and inboxes; `visible_to` is the only way to an inbox item."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Agency, Delegation, InboxItem, Person, Post, Token
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused


def agencies() -> QuerySet[Agency]:
    """Every agency that takes part, parents before children; open to all who may read."""
    return Agency.objects.filter(is_active=True).order_by("path")


def agency_of(key: str) -> Agency:
    """The agency of that key; refuses (`not_found`) when there is none."""
    found = Agency.objects.filter(key=key, is_active=True).first()
    if found is None:
        raise Refused("not_found")
    return found


def person_of(public_id: str) -> Person:
    """The person of that id; refuses (`not_found`) when there is none."""
    found = Person.objects.filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def inbox(acting: Acting) -> QuerySet[InboxItem]:
    """What waits for the actor: his agencies' items, and those raised for him in person."""
    mine = branch("agency__path", acting.paths_with(Right.READ_INBOX))
    rows = InboxItem.objects.filter(mine).select_related("agency")
    return rows.filter(person__isnull=True) | rows.filter(person=acting.person)


def waiting(acting: Acting) -> QuerySet[InboxItem]:
    """What waits for the actor and is not done, the most pressing first."""
    return inbox(acting).filter(done__isnull=True).order_by("due", "raised", "id")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of people who acted, by the actor as facts carry it; one query."""
    ids = {actor.removeprefix("person:") for actor in actors if actor.startswith("person:")}
    return {f"person:{row.public_id}": str(row) for row in Person.objects.filter(public_id__in=ids)}


def posts(acting: Acting) -> QuerySet[Post]:
    """The posts of the actor's own branches."""
    return Post.objects.filter(branch("agency__path", acting.paths)).select_related(
        "agency", "person"
    )


def delegations(acting: Acting) -> QuerySet[Delegation]:
    """The delegations given in the actor's own branches."""
    mine = branch("post__agency__path", acting.paths)
    return Delegation.objects.filter(mine).select_related("post__agency", "to")


def tokens(acting: Acting) -> QuerySet[Token]:
    """The tokens of the branches where the actor may issue them."""
    mine = branch("agency__path", acting.paths_with(Right.ISSUE_TOKEN))
    return Token.objects.filter(mine).select_related("agency")
