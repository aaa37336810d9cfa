"""What the installation's city sets for its people; read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from hamgam.exchange.city.serving import Serving, load_serving


@lru_cache(maxsize=2)
def _serving(city: str) -> Serving:
    return load_serving(city)


def serving() -> Serving:
    """Kinds of problems, terms, ways to the shrine."""
    return _serving(settings.HAMGAM_CITY)
