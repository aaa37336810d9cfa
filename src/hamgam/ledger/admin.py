"""The ledger in Django's admin: to read, never to write."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from hamgam.ledger.models import Change, Contradiction, Fact


class ReadOnly(admin.ModelAdmin[Model]):
    """Shows rows; adds, changes and deletes none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False


@admin.register(Fact)
class FactAdmin(ReadOnly):
    """The deeds that were done."""

    list_display = ("at", "name", "subject", "agency", "actor")
    list_filter = ("name", "agency")
    search_fields = ("subject", "actor")


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """The rows that were written."""

    list_display = ("at", "agency", "position", "operation", "table", "key", "actor")
    list_filter = ("agency", "operation", "table")
    search_fields = ("key", "actor")


@admin.register(Contradiction)
class ContradictionAdmin(ReadOnly):
    """Requests refused because their key had been used for another."""

    list_display = ("at", "receipt", "method", "path")
