"""The register as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Who does what, where and when."""

    name = "hamgam.register"
    label = "register"
