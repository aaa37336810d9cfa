"""Agencies as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, people, rights."""

    name = "hamgam.agencies"
    label = "agencies"
