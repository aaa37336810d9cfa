"""Service as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """What people report and how it was answered; surveys of how satisfied they are."""

    name = "hamgam.service"
    label = "service"
