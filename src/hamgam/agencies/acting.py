"""Who acts, for whom, with which rights: what every door hands to every deed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hamgam.agencies.models import Agency, Delegation, Person, Post, Token
from hamgam.agencies.rights import RIGHTS, Reach, Right, rights_of
from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import CITY, Signature, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Rights held for one branch of the tree; `subject` and `limit_rials` bound a delegation."""

    rights: frozenset[Right]
    path: str
    subject: str = ""
    limit_rials: int | None = None

    def covers(self, right: Right, path: str | None, subject: str, rials: int) -> bool:
        """Whether it allows that right on a row of the agency at `path`."""
        if right not in self.rights:
            return False
        if self.subject and self.subject != subject:
            return False
        if self.limit_rials is not None and rials > self.limit_rials:
            return False
        is_own = path is not None and path.startswith(self.path)
        return RIGHTS[right].reach is not Reach.OWN or path is None or is_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Somebody at a door. `agency` is None for those who have not signed in and for people without
    a post."""

    actor: str
    agency: Agency | None = None
    person: Person | None = None
    post: Post | None = None
    """The one of his posts that a person acts in; None for machines and people without a post."""
    powers: tuple[Power, ...] = ()
    request: str = ""

    @property
    def standing(self) -> Hashable:
        """What every row that the actor may see, and every item that waits for him, depends on."""
        agency, post = self.agency, self.post
        return (self.actor, agency and agency.pk, post and post.pk, self.powers)

    @property
    def is_known(self) -> bool:
        """Whether the actor signed in or showed a token."""
        return self.actor != ANONYMOUS

    @property
    def paths(self) -> tuple[str, ...]:
        """The branches of the tree whose rows are the actor's own."""
        return tuple(sorted({power.path for power in self.powers if not power.subject}))

    def may(
        self, right: Right, path: str | None = None, *, subject: str = "", rials: int = 0
    ) -> bool:
        """Whether the actor has a right: at all, or on a row of the agency at `path`."""
        if RIGHTS[right].reach is Reach.EVERYONE:
            return True
        return any(power.covers(right, path, subject, rials) for power in self.powers)

    def require(
        self, right: Right, path: str | None = None, *, subject: str = "", rials: int = 0
    ) -> None:
        """Refuse (`forbidden`, or `not_signed_in`) unless the actor may."""
        if not self.may(right, path, subject=subject, rials=rials):
            raise Refused("forbidden" if self.is_known else "not_signed_in", right=right.value)

    def paths_with(self, right: Right) -> tuple[str, ...]:
        """The branches on whose rows the actor has that right."""
        return tuple(sorted({p.path for p in self.powers if right in p.rights and not p.subject}))


ANONYMOUS = "anonymous"
NOBODY = Acting(actor=ANONYMOUS)
"""Somebody who has not signed in."""


def branch(field: str, paths: Iterable[str]) -> Q:
    """Rows whose agency lies in one of the branches; none for no branches."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def _lasting(today: date) -> Q:
    return Q(begins__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today))


def posts_of(person: Person, today: date) -> list[Post]:
    """A person's posts of the day, the oldest first."""
    held = person.posts.filter(_lasting(today), agency__is_active=True)
    return list(held.select_related("agency").order_by("begins", "id"))


def _delegated(person: Person, today: date) -> list[Power]:
    given = Delegation.objects.filter(
        Q(post__ends__isnull=True) | Q(post__ends__gte=today),
        to=person,
        begins__lte=today,
        ends__gte=today,
        ended_on__isnull=True,
    )
    return [
        Power(
            rights=frozenset(Right(name) for name in row.rights) & rights_of(Role(row.post.role)),
            path=row.post.agency.path,
            subject=row.subject,
            limit_rials=row.limit_rials,
        )
        for row in given.select_related("post__agency")
    ]


def _power_of(post: Post) -> Power:
    return Power(rights=rights_of(Role(post.role)), path=post.agency.path)


def acting_for(
    person: Person, *, today: date, request: str = "", post: int | None = None
) -> Acting:
    """The actor behind a signed-in person: the rights of the one post he acts in, on its branch,
    and what was delegated to him. `post` names it; None, or one he holds no longer, takes the
    oldest."""
    posts = posts_of(person, today)
    chosen = next((held for held in posts if held.pk == post), posts[0] if posts else None)
    own = (_power_of(chosen),) if chosen else ()
    return Acting(
        actor=f"person:{person.public_id}",
        agency=chosen.agency if chosen else None,
        person=person,
        post=chosen,
        powers=(*own, *_delegated(person, today)),
        request=request,
    )


def acting_anyhow(person: Person, *, today: date) -> Acting:
    """A person who stands at no door, as when he is told of something: whatever any of his posts
    lets him see."""
    powers = [_power_of(post) for post in posts_of(person, today)]
    return Acting(
        actor=f"person:{person.public_id}",
        person=person,
        powers=(*powers, *_delegated(person, today)),
    )


def acting_by_token(token: Token, *, request: str = "") -> Acting:
    """The actor behind an agency's token: the token's rights on the agency's branch."""
    rights = frozenset(Right(name) for name in token.rights if name in set(Right))
    return Acting(
        actor=f"token:{token.public_id}",
        agency=token.agency,
        powers=(Power(rights=rights, path=token.agency.path),),
        request=request,
    )


def job(name: str, *, request: str = "") -> Acting:
    """The house's own job; it reads everything and answers to no agency."""
    return Acting(
        actor=f"job:{name}", powers=(Power(rights=frozenset(Right), path="/"),), request=request
    )


@contextmanager
def deed(by: Acting) -> Iterator[None]:
    """One transaction signed by the actor: the frame of every deed."""
    agency = by.agency.key if by.agency else CITY
    with signed(Signature(actor=by.actor, agency=agency, request=by.request)):
        yield
