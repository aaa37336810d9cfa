"""By which colour and pattern an agency is known: the same on map, list and detail."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from hamgam.exchange.city import City, load_city
from hamgam.kit.words import Language

SLOTS = 12
"""More no eye tells apart; the last is shared by all that come after."""


@lru_cache(maxsize=2)
def _city(name: str) -> City:
    return load_city(name)


def city() -> City:
    """The installation's city, read once."""
    return _city(settings.HAMGAM_CITY)


def city_name(language: Language) -> str:
    """What the city is called."""
    names = city().names
    return names.get(language.value) or names[Language.FA.value]


@lru_cache(maxsize=2)
def _slots(name: str) -> dict[str, int]:
    working = [agency.key for agency in _city(name).agencies if agency.does_works]
    return {key: min(number, SLOTS) for number, key in enumerate(working, 1)}


def slot_of(agency: str) -> int:
    """The slot of an agency's key, 1 to SLOTS."""
    return _slots(settings.HAMGAM_CITY).get(agency, SLOTS)


def working_agencies() -> list[str]:
    """The keys of the agencies that bring lists of works, in the order of their slots."""
    return list(_slots(settings.HAMGAM_CITY))
