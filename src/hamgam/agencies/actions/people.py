"""People: invitations, posts, delegation."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from hamgam.agencies.acting import Acting, acting_for, deed
from hamgam.agencies.doors import digest_of
from hamgam.agencies.models import Agency, Delegation, Invitation, Person, Post
from hamgam.agencies.rights import Right, rights_of
from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language
from hamgam.ledger.facts import record_fact
from hamgam.ledger.signing import Signature, signed

INVITATION_LASTS = timedelta(days=14)


def invite_person(
    *, by: Acting, username: str, full_name: str, email: str, language: Language, agency: Agency
) -> tuple[Person, str]:
    """Make an account without a password and the secret by which its owner sets one.

    An administrator of the agency's branch; records `person_invited`. The secret is shown once.
    """
    by.require(Right.APPOINT, agency.path)
    secret = secrets.token_urlsafe(32)
    with deed(by):
        if Person.objects.filter(username=username).exists():
            raise Refused("taken", key=username)
        person = Person.objects.create_user(
            username, email or None, None, full_name=full_name, language=language.value
        )
        Invitation.objects.create(
            person=person, digest=digest_of(secret), expires=timezone.now() + INVITATION_LASTS
        )
        record_fact("person_invited", subject=person.public_id, payload={"username": username})
    return person, secret


def use_invitation(*, secret: str, password: str, request: str = "") -> Person:
    """Set the first password. Whoever holds the secret, once; records `invitation_used`."""
    row = Invitation.objects.filter(digest=digest_of(secret)).select_related("person").first()
    if row is None or row.used is not None or row.expires <= timezone.now():
        raise Refused("bad_token")
    person = row.person
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refused("validation", errors=_weaknesses(fault)) from fault
    with signed(_own(person, request)):
        row.used = timezone.now()
        row.save(update_fields=["used"])
        person.set_password(password)
        person.save(update_fields=["password"])
        record_fact("invitation_used", subject=person.public_id)
    return person


def _weaknesses(fault: ValidationError) -> list[dict[str, str]]:
    return [{"pointer": "#/password", "detail": message} for message in fault.messages]


def _own(person: Person, request: str) -> Signature:
    post = person.posts.select_related("agency").order_by("id").first()
    agency = post.agency.key if post else "city"
    return Signature(actor=f"person:{person.public_id}", agency=agency, request=request)


def give_post(
    *, by: Acting, person: Person, agency: Agency, role: Role, begins: date, title: str = ""
) -> Post:
    """Give somebody a place in an agency. An administrator of its branch; records `post_given`."""
    by.require(Right.APPOINT, agency.path)
    with deed(by):
        row = Post.objects.create(
            person=person, agency=agency, role=role.value, title=title, begins=begins
        )
        record_fact(
            "post_given",
            subject=person.public_id,
            payload={"agency": agency.key, "role": role.value, "post": row.pk},
        )
    return row


def choose_post(*, by: Acting, number: int) -> Post:
    """Act in another of one's own posts from now on. Whoever holds it; records `post_chosen` under
    the agency of that post, so that its chain tells when he began to act for it."""
    if by.person is None:
        raise Refused("forbidden" if by.is_known else "not_signed_in", right=Right.SIGN_IN.value)
    chosen = acting_for(by.person, today=timezone.localdate(), request=by.request, post=number)
    if chosen.post is None or chosen.post.pk != number:
        raise Refused("post_not_held")
    with deed(chosen):
        record_fact(
            "post_chosen",
            subject=by.person.public_id,
            payload={"post": number, "agency": chosen.post.agency.key, "role": chosen.post.role},
        )
    return chosen.post


def end_post(*, by: Acting, post: Post, on: date) -> Post:
    """End a place in an agency after a day. An administrator of it; records `post_ended`."""
    by.require(Right.APPOINT, post.agency.path)
    if on < post.begins:
        raise Refused("state")
    with deed(by):
        post.ends = on
        post.save(update_fields=["ends"])
        record_fact(
            "post_ended",
            subject=post.person.public_id,
            payload={"post": post.pk, "on": on.isoformat()},
        )
    return post


def _sits_in_council(person: Person, until: date) -> bool:
    held = person.posts.filter(role=Role.COUNCIL.value, begins__lte=until)
    return held.exclude(ends__lt=timezone.localdate()).exists()


def delegate(
    *,
    by: Acting,
    post: Post,
    to: Person,
    rights: Sequence[Right],
    span: tuple[date, date],
    bounds: tuple[str, int | None] = ("", None),
) -> Delegation:
    """Let a substitute («جانشین») use some rights of one's own post between two days.

    The holder of the post, and only for rights the post carries; `bounds` are the public id of the
    one subject it is for and the limit in rials. Records `rights_delegated`. Refuses (`state`) a
    member of the council, who oversees and does not act.
    """
    by.require(Right.DELEGATE, post.agency.path)
    if by.person is None or post.person_id != by.person.pk:
        raise Refused("forbidden", right=Right.DELEGATE.value)
    if not rights or not set(rights) <= rights_of(Role(post.role)) - {Right.DELEGATE}:
        raise Refused("state")
    begins, ends = span
    if ends < begins or _sits_in_council(to, ends):
        raise Refused("state")
    with deed(by):
        row = Delegation.objects.create(
            post=post,
            to=to,
            rights=sorted(right.value for right in rights),
            subject=bounds[0],
            limit_rials=bounds[1],
            begins=begins,
            ends=ends,
        )
        record_fact(
            "rights_delegated",
            subject=to.public_id,
            payload={"delegation": row.pk, "rights": row.rights, "ends": ends.isoformat()},
        )
    return row


def end_delegation(*, by: Acting, delegation: Delegation, on: date) -> Delegation:
    """Take a delegation back. The holder of the post or an administrator of its branch; records
    `delegation_ended`."""
    post = delegation.post
    if by.person is None or post.person_id != by.person.pk:
        by.require(Right.APPOINT, post.agency.path)
    with deed(by):
        delegation.ended_on = on
        delegation.save(update_fields=["ended_on"])
        record_fact(
            "delegation_ended",
            subject=delegation.to.public_id,
            payload={"delegation": delegation.pk, "on": on.isoformat()},
        )
    return delegation
