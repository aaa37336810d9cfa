"""The clock of timed jobs, the heartbeats of workers, the views people keep of lists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hamgam.agencies.models import Agency, Person
from hamgam.kit.ids import new_id


def view_id() -> str:
    """The public id of a kept view."""
    return new_id("q")


class TimedJob(models.Model):
    """When a timed job was last put into the queue."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    name = models.CharField(max_length=100, primary_key=True)
    queued = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a worker last said that it lives."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class SavedView(models.Model):
    """A list as somebody wants to find it again: a page and the questions of its address."""

    public_id = models.CharField(max_length=24, unique=True, default=view_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="views")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="views")
    """Whose people see it once it is shared."""
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "page", "name"], name="web_view_name_once"),
        )

    def __str__(self) -> str:
        return self.name
