"""Reads of agencies, people and inboxes; `visible_to` is the only way to an inbox item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Agency, Delegation, InboxItem, Person, Post, Referral, Token
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
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


def person_by_username(username: str) -> Person | None:
    """The person who signs in by that name; None when there is none."""
    return Person.objects.filter(username=username).first()


def inbox(acting: Acting) -> QuerySet[InboxItem]:
    """Every item the actor may see: on the desks of his agencies, his own, and those his agencies
    referred to others."""
    mine = branch("agency__path", acting.paths_with(Right.READ_INBOX)) & (
        Q(person__isnull=True) | Q(person=acting.person)
    )
    seen = mine | _substituted(acting) | Q(pk__in=_referred(acting))
    return InboxItem.objects.filter(seen).select_related("agency", "person").prefetch_related(CHAIN)


CHAIN = Prefetch(
    "referrals",
    Referral.objects.select_related(
        "from_agency", "from_person", "to_agency", "to_person"
    ).order_by("pk"),
)
PLANNING = frozenset({Role.HEAD, Role.DEPUTY, Role.SECRETARY, Role.OFFICER})
"""On whose desks lies what an agency's inbox names no role for."""


def _referred(acting: Acting) -> QuerySet[Referral, int]:
    mine = branch("from_agency__path", acting.paths_with(Right.READ_INBOX))
    if acting.person is not None:
        mine |= Q(from_person=acting.person)
    return Referral.objects.filter(mine).values_list("item", flat=True)


def _substituted(acting: Acting) -> Q:
    """Items of the one subject for which the actor stands in for somebody."""
    found = Q(pk__in=())
    for power in acting.powers:
        if power.subject and Right.READ_INBOX in power.rights:
            found |= Q(subject=power.subject, agency__path=power.path)
    return found


def _desk(acting: Acting, today: date) -> Q:
    """What lies on the actor's own desk: for his post, for him, or for whom he stands in."""
    if acting.person is None:
        return Q(agency=acting.agency, person__isnull=True) if acting.agency else Q(pk__in=())
    found = Q(person=acting.person) | _substituted(acting)
    if acting.post is not None:
        found |= _of_post(acting.post)
    for row in standing_delegations(today).filter(to=acting.person, subject=""):
        if Right.READ_INBOX.value in row.rights:
            found |= _of_post(row.post)
    return found


def _of_post(post: Post) -> Q:
    roles = ["", post.role] if post.role in PLANNING else [post.role]
    return Q(agency=post.agency, person__isnull=True, role__in=roles)


def standing_delegations(today: date) -> QuerySet[Delegation]:
    """Delegations that hold on a day."""
    lasting = Q(begins__lte=today, ends__gte=today, ended_on__isnull=True)
    return Delegation.objects.filter(lasting).select_related("post__agency", "post__person", "to")


def waiting(acting: Acting, today: date | None = None) -> QuerySet[InboxItem]:
    """What waits on the actor's own desk and is not done, the most pressing first."""
    day = today or timezone.localdate()
    rows = inbox(acting).filter(_desk(acting, day), done__isnull=True)
    return rows.order_by(F("due").asc(nulls_last=True), "raised", "id")


def referred(acting: Acting) -> QuerySet[InboxItem]:
    """What the actor's agencies handed on and is not done yet."""
    return (
        inbox(acting).filter(pk__in=_referred(acting), done__isnull=True).order_by("raised", "id")
    )


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
