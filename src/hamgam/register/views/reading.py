"""What the pages share: the reader's language and day, and finding by words."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from hamgam.kit.finding import folded, searched
from hamgam.kit.words import Language, language_of

__all__ = ["folded", "language", "searched", "today"]


def language() -> Language:
    """The page's language."""
    return language_of(get_language())


def today() -> date:
    """The city's day."""
    return timezone.localdate()
