"""Completion as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CompletionConfig(AppConfig):
    """Finish, then begin."""

    name = "hamgam.completion"
    label = "completion"
