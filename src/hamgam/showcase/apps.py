"""The showcase as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    """Public pages, open data, whether agencies act in step and whether the chain holds."""

    name = "hamgam.showcase"
    label = "showcase"
