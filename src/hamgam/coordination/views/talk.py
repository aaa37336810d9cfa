"""What is said about a work or a project, on its own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Post
from hamgam.agencies.queries import names_of
from hamgam.agencies.rights import Right, rights_of
from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions import talking
from hamgam.coordination.forms import ties as told
from hamgam.coordination.models import Comment
from hamgam.coordination.talk import Subject, words_about, words_visible_to
from hamgam.coordination.views.doing import do
from hamgam.kit.refusals import Refused
from hamgam.register.models import Project, Work

MOST_PEOPLE = 40


def panel(request: HttpRequest, subject: object) -> str:
    """What is said about a work or project, with the field to say more."""
    if not isinstance(subject, Work | Project):
        return ""
    acting = acting_of(request)
    words = list(words_about(acting, subject.public_id))
    may = acting.may(Right.COMMENT) and acting.agency is not None
    if not words and not may:
        return ""
    names = names_of({one.author for one in words})
    context = {
        "subject": subject,
        "words": [_line(one, names.get(one.author, ""), acting.actor) for one in words],
        "may": may,
        "people": _people(subject) if may else [],
    }
    return render_to_string("coordination/parts/words.html", context, request)


def _line(row: Comment, name: str, actor: str) -> dict[str, Any]:
    versions = sorted(row.versions.all(), key=lambda one: one.pk)
    return {
        "row": row,
        "name": name,
        "is_mine": row.author == actor and row.withdrawn is None,
        "before": [] if row.withdrawn else versions,
        "told": [str(person) for person in row.mentions.all()],
    }


def _people(subject: Work | Project) -> list[Post]:
    """Whom one may want to tell: those who may write, of the agency whose row it is, first."""
    roles = [role.value for role in Role if Right.COMMENT in rights_of(role)]
    today = timezone.localdate()
    rows = Post.objects.filter(role__in=roles, begins__lte=today).exclude(ends__lt=today)
    found = rows.select_related("person", "agency").order_by("agency__path", "pk")[:200]
    own = [post for post in found if post.agency_id == subject.agency_id]
    others = [post for post in found if post.agency_id != subject.agency_id]
    return [*own, *others][:MOST_PEOPLE]


def _page(public_id: str) -> tuple[str, str]:
    return (
        "case" if public_id[:1] == "h" else "work" if public_id[:1] == "w" else "project",
        public_id,
    )


@door(Right.COMMENT)
@require_POST
def say_about(request: HttpRequest, subject: str) -> HttpResponse:
    """Say something about a work or project."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        text = data["text"]
        if data["tell"] and f"@{data['tell']}" not in text:
            text = f"{text} @{data['tell']}"
        return talking.say_about(by=by, subject=subject, text=text)

    return do(request, _page(subject), told.WordForm, done)


def _word(request: HttpRequest, comment_id: str) -> Comment:
    found = words_visible_to(acting_of(request)).filter(public_id=comment_id).first()
    if found is None:
        raise Refused("not_found")
    return found


@door(Right.COMMENT)
@require_POST
def edit(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Say it otherwise."""
    by, row = acting_of(request), _word(request, comment_id)
    return do(
        request,
        _page(Subject.of(row).public_id),
        told.WordForm,
        lambda data: talking.edit_comment(by=by, comment=comment_id, text=data["text"]),
    )


@door(Right.COMMENT)
@require_POST
def withdraw(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Take one's own word back."""
    by, row = acting_of(request), _word(request, comment_id)
    return do(
        request,
        _page(Subject.of(row).public_id),
        forms.Form,
        lambda _: talking.withdraw_comment(by=by, comment=comment_id),
    )
