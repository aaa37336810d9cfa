"""Tours: the question, the answer, and the stops that were accepted."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import Agency, choices_of
from hamgam.field.vocabulary import TourState
from hamgam.register.models import Meeting, Project, Solve
from hamgam.register.models.columns import public_id


class Tour(models.Model):
    """The tours of some days, asked for by an agency. Question and answer are kept as they were."""

    public_id = public_id("v")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    begins = models.DateField()
    ends = models.DateField()
    question = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    solve = models.ForeignKey(Solve, null=True, blank=True, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True, blank=True)
    actor = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10, choices=choices_of(TourState), default=TourState.PROPOSED.value
    )
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    """The tour whose rest this one plans anew."""

    def __str__(self) -> str:
        return f"{self.begins} – {self.ends}"


class Stop(models.Model):
    """A visit of an accepted tour."""

    public_id = public_id("f")
    tour = models.ForeignKey(Tour, on_delete=models.PROTECT, related_name="stops")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    delegation = models.CharField(max_length=120)
    on = models.DateField()
    number = models.PositiveSmallIntegerField()
    begins = models.PositiveSmallIntegerField()
    """Minute of the day."""
    ends = models.PositiveSmallIntegerField()
    is_cancelled = models.BooleanField(default=False)
    meeting = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="stop"
    )

    class Meta:
        ordering = ("on", "begins", "pk")

    def __str__(self) -> str:
        return f"{self.on} {self.project_id}"
