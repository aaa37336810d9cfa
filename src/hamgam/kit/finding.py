"""Finding by words: one normaliser, so that ي and ی, half-spaces and digits of any script meet."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from django.db.models import Model, QuerySet

from hamgam.exchange.persian import normalise

M = TypeVar("M", bound=Model)


@lru_cache(maxsize=400_000)
def _normalised(text: str) -> str:
    return normalise(text)


def folded(text: str) -> str:
    """A text as it is searched: one spelling for letters, digits and half-spaces."""
    # References and ids have no letters to fold and would crowd out the texts that have.
    return " ".join(text.lower().split()) if text.isascii() else _normalised(text)


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
