"""What the pages share: the reader's language and day, searching, sorting, dates of finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from hamgam.exchange.persian import normalise
from hamgam.kit.words import Language, language_of

M = TypeVar("M", bound=Model)


def language() -> Language:
    """The page's language."""
    return language_of(get_language())


def today() -> date:
    """The city's day."""
    return timezone.localdate()


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """A text as it is searched: one spelling for letters, digits and half-spaces."""
    return normalise(text)


def searched(rows: QuerySet[M], asked: str, columns: tuple[str, ...]) -> QuerySet[M]:
    """The rows of which some columns hold every word asked for; one query more when words are
    asked."""
    words = folded(asked).split()
    if not words:
        return rows
    found = [
        key
        for key, *texts in rows.order_by().values_list("pk", *columns)
        if all(any(word in folded(text or "") for text in texts) for word in words)
    ]
    return rows.filter(pk__in=found)


def sorted_by(
    request: HttpRequest, rows: QuerySet[M], columns: Mapping[str, str], default: str
) -> tuple[QuerySet[M], str]:
    """Rows in the order the address asks for, and that order: `-` turns it round."""
    asked = request.GET.get("sort", default)
    order = asked if asked.removeprefix("-") in columns else default
    column = columns[order.removeprefix("-")]
    direction = "-" if order.startswith("-") else ""
    return rows.order_by(f"{direction}{column}", "pk"), order
