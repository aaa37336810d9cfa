"""Findings as they stand with people, and the areas people watch."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import Person, choices_of
from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.register.models.columns import Placed, public_id
from hamgam.register.models.works import Work
from hamgam.register.vocabulary import FindingState


class Finding(models.Model):
    """What the engine found about one work or two. Its identity is the engine's, so that it
    survives edits; a dismissal holds the versions it was made on and falls when either changes."""

    identity = models.CharField(max_length=32, unique=True)
    rule = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=choices_of(FindingKind))
    severity = models.CharField(max_length=8, choices=choices_of(Severity), blank=True)
    consequence = models.CharField(max_length=8, choices=choices_of(Consequence), blank=True)
    a = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="findings_a")
    b = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.PROTECT, related_name="findings_b"
    )
    distance_m = models.FloatField(null=True, blank=True)
    overlap_days = models.PositiveIntegerField(default=0)
    gap_days = models.PositiveIntegerField(null=True, blank=True)
    certainty = models.CharField(max_length=20, blank=True)
    places = models.JSONField(default=list)
    """GeoJSON geometries of where it matters."""
    state = models.CharField(
        max_length=10, choices=choices_of(FindingState), default=FindingState.OPEN.value
    )
    dismissed_for = models.CharField(max_length=300, blank=True)
    dismissed_by = models.CharField(max_length=80, blank=True)
    version_a = models.PositiveIntegerField(null=True, blank=True)
    version_b = models.PositiveIntegerField(null=True, blank=True)
    """The works' versions when it was dismissed."""
    first_found = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["state", "id"], name="register_finding_state"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.a_id} {self.b_id}"


class Watch(Placed):
    """An area somebody wants to be told about."""

    public_id = public_id("v")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="watches")
    title = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title
