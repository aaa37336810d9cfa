"""What people say about a case, a work or a project: with mentions, edits kept, withdrawn by their
author alone."""

from __future__ import annotations

import re

from django.db.models import Q
from django.utils import timezone

from hamgam.agencies.acting import Acting, acting_anyhow, deed
from hamgam.agencies.actions.inbox import queue_notice
from hamgam.agencies.models import Person, Post
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.settling import today
from hamgam.coordination.models import Case, Comment, CommentVersion
from hamgam.coordination.queries.cases import cases_visible_to, parties_of
from hamgam.coordination.talk import Subject, sees, subject_of, words_visible_to
from hamgam.exchange.persian import normalise
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import acting_agency, in_hand

_MENTION = re.compile(r"@([\w.\u200c-]+)")
MOST_MENTIONS = 20


def is_party(by: Acting, case: Case, right: Right = Right.SETTLE_CASE) -> bool:
    """Whether the actor has a right in a branch that takes part."""
    return any(
        by.may(right, party.agency.path, subject=case.public_id) for party in parties_of(case)
    )


def comment(*, by: Acting, case: str, text: str) -> Comment:
    """Say something to the other parties; whom it names with @ is told. Planners of any party;
    records `case_commented`."""
    _needs(text)
    with deed(by):
        row = in_hand(cases_visible_to(by), case)
        if not is_party(by, row):
            raise Refused("forbidden", right=Right.SETTLE_CASE.value)
        made = _write(by, text, Subject(case=row))
        record_fact("case_commented", subject=row.public_id, payload={"comment": made.public_id})
    return made


def say_about(*, by: Acting, subject: str, text: str) -> Comment:
    """Say something about a work or a project; whom it names with @ is told, if he may see it.
    Everybody who may see it, for his agency; records `comment_written`."""
    _needs(text)
    by.require(Right.COMMENT)
    with deed(by):
        found = subject_of(by, subject)
        made = _write(by, text, found)
        record_fact("comment_written", subject=subject, payload={"comment": made.public_id})
    return made


def edit_comment(*, by: Acting, comment: str, text: str) -> Comment:
    """Say it otherwise; what was said before is kept and shown. Its author; records
    `comment_edited`."""
    _needs(text)
    with deed(by):
        row = _own(by, comment)
        _keep(row)
        row.text, row.edited = text.strip(), timezone.now()
        row.save()
        _tell(row, text, Subject.of(row))
        payload = {"about": Subject.of(row).public_id}
        record_fact("comment_edited", subject=row.public_id, payload=payload)
    return row


def withdraw_comment(*, by: Acting, comment: str) -> Comment:
    """Take a word back; its text is no longer shown, that it was there is. Its author; records
    `comment_withdrawn`."""
    with deed(by):
        row = _own(by, comment)
        _keep(row)
        row.text, row.withdrawn = "", timezone.now()
        row.save()
        payload = {"about": Subject.of(row).public_id}
        record_fact("comment_withdrawn", subject=row.public_id, payload=payload)
    return row


def _needs(text: str) -> None:
    if not text.strip():
        raise Refused("validation", errors=[{"pointer": "#/text", "detail": "required"}])


def _own(by: Acting, comment: str) -> Comment:
    row = in_hand(words_visible_to(by), comment)
    if row.author != by.actor:
        raise Refused("forbidden", right=Right.COMMENT.value)
    if row.withdrawn is not None:
        raise Refused("state")
    return row


def _keep(row: Comment) -> None:
    CommentVersion.objects.create(comment=row, text=row.text, until=timezone.now())


def _write(by: Acting, text: str, about: Subject) -> Comment:
    made = Comment.objects.create(
        case=about.case,
        subject="" if about.case else about.public_id,
        agency=acting_agency(by),
        author=by.actor,
        text=text.strip(),
        at=timezone.now(),
    )
    _tell(made, text, about)
    return made


def _tell(row: Comment, text: str, about: Subject) -> None:
    """Write to those named who may see the subject and were not told of this word yet."""
    known = set(row.mentions.values_list("pk", flat=True))
    for person in people_named(text):
        is_author = row.author == f"person:{person.public_id}"
        may = sees(acting_anyhow(person, today=today()), about)
        if person.pk in known or is_author or not may:
            continue
        row.mentions.add(person)
        told = {"number": about.title, "work": about.public_id}
        kind = "case_mention" if about.case else "comment_mention"
        queue_notice(person, kind=kind, about=told)


def people_named(text: str) -> list[Person]:
    """The people that a text names with @: by username, by post (`@water.head`), or by the title
    of a post written in one word (`@معاون_عمران`); each once."""
    names = list(dict.fromkeys(name.strip(".-") for name in _MENTION.findall(text)))
    if not names:
        return []
    lasting = Q(begins__lte=today()) & (Q(ends__isnull=True) | Q(ends__gte=today()))
    posts = Post.objects.filter(lasting, person__is_active=True).select_related("person", "agency")
    wanted = {_plain(name) for name in names[:MOST_MENTIONS]}
    found = {
        post.person.pk: post.person
        for post in posts.order_by("pk")
        if wanted
        & {
            _plain(post.person.username),
            _plain(f"{post.agency.key}.{post.role}"),
            _plain(post.title) or "-",
        }
    }
    return list(found.values())


def _plain(name: str) -> str:
    return normalise(name).replace(" ", "_").replace("\u200c", "_").casefold()
