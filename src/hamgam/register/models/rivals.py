"""Two versions of one work that were told without knowing of each other."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import choices_of
from hamgam.register.models.columns import public_id
from hamgam.register.models.works import Work
from hamgam.register.vocabulary import RivalState


class RivalVersion(models.Model):
    """What somebody told about a work on a version that was no longer the standing one, beside the
    version that stood; neither is lost, and a person decides."""

    public_id = public_id("v")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="rivals")
    told_version = models.PositiveIntegerField()
    """The version it was told on."""
    told = models.JSONField()
    stood_version = models.PositiveIntegerField()
    stood = models.JSONField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=5, choices=choices_of(RivalState), default=RivalState.OPEN.value
    )
    decided_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.work_id} v{self.told_version}/v{self.stood_version}"
