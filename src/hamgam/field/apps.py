"""The field as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Where officials stand, what was decided there, and whether it was done."""

    name = "hamgam.field"
    label = "field"
