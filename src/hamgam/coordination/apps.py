"""Coordination as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """Who must move, what each way costs, who decides when two cannot agree."""

    name = "hamgam.coordination"
    label = "coordination"
