"""The clock of timed jobs and the heartbeats of workers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


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
