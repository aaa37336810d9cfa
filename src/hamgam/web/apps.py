"""The composition as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Settings, addresses, pages of the house itself."""

    name = "hamgam.web"
    label = "web"
