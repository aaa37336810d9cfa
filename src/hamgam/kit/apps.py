"""The furniture as a Django application, for its template tags."""

from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Words, dates, money, digits, tables."""

    name = "hamgam.kit"
    label = "kit"
