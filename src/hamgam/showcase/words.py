"""What the public pages say of a change, in a sentence."""

from __future__ import annotations

from datetime import date

from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say
from hamgam.showcase.history import Changed


def _said(value: object, language: Language) -> str:
    if isinstance(value, date):
        return long_day(value, language)
    if isinstance(value, int):
        return amount(value, language)
    return say("showcase.nothing", language)


def change_told(change: Changed, language: Language) -> str:
    """A change in a sentence: «پایان از … به … رفت»."""
    return say(
        f"showcase.changed_{change.field}",
        language,
        before=_said(change.before, language),
        after=_said(change.after, language),
    )


def moved_told(change: Changed, language: Language) -> str:
    """How far an end moved; empty where nothing moved by days."""
    days = change.days
    if change.field != "ends" or not days:
        return ""
    key = "later" if days > 0 else "earlier"
    return say(f"showcase.{key}", language, days=localise(abs(days), language))
