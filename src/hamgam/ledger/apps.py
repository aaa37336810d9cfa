"""The ledger as a Django application: after every migrate the triggers are laid again."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _lay_triggers(using: str = "default", **_: Any) -> None:
    from django.db import connections

    from hamgam.ledger.triggers import lay

    lay(connections[using])


class LedgerConfig(AppConfig):
    """Django drops triggers when it remakes a table, so they are laid after each migrate."""

    name = "hamgam.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Have the triggers laid once, after the last application has been migrated."""
        post_migrate.connect(_lay_triggers, sender=self, dispatch_uid="hamgam.ledger.triggers")
