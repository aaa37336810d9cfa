"""`{% load posts %}`: the posts somebody holds, and the one he acts in."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from hamgam.agencies.acting import NOBODY, Acting, posts_of
from hamgam.agencies.models import Person, Post
from hamgam.kit.kept import kept
from hamgam.kit.words import Language, language_of, say

register = template.Library()


def told_post(post: Post, language: Language) -> str:
    """A post in words: its title, or its role where it has none, and the agency."""
    title = post.title or say(f"vocabulary.role_{post.role}", language)
    return say("agencies.post_told", language, title=title, agency=post.agency.name(language))


def _held(request: HttpRequest | None, person: Person) -> list[Post]:
    today = timezone.localdate()
    if request is None:
        return posts_of(person, today)
    return kept(request, ("posts", person.pk, today), lambda: posts_of(person, today))


@register.inclusion_tag("agencies/posts_menu.html", takes_context=True)
def posts_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The post that acts, and the others as buttons where there are any; at most one
    query."""
    acting: Acting = context.get("acting", NOBODY)
    language = language_of(get_language())
    held = _held(context.get("request"), acting.person) if acting.person else []
    return {
        "now": told_post(acting.post, language) if acting.post else "",
        "posts": [(row.pk, told_post(row, language), row == acting.post) for row in held],
        "has_choice": len(held) > 1,
        "next": context["request"].get_full_path() if "request" in context else "/",
        "csrf_token": context.get("csrf_token"),
    }
