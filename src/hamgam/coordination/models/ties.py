"""Standing ties between bodies: joint steps, council resolutions, policies held to a measure."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import Agency, choices_of
from hamgam.coordination.vocabulary import (
    PolicyMeasure,
    ResolutionMove,
    ResolutionState,
    StepState,
)
from hamgam.register.models.columns import public_id


class JointStep(models.Model):
    """One step that a side of a standing workspace («هم‌قدم») asks of the other."""

    public_id = public_id("g")
    workspace = models.CharField(max_length=64)
    """A key of the city's settings."""
    title = models.CharField(max_length=300)
    words = models.CharField(max_length=1000, blank=True)
    asker = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    author = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10, choices=choices_of(StepState), default=StepState.ASKED.value
    )
    raised = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    """When the clock at hand runs out; None in an end alone."""
    answer_due = models.DateTimeField()
    """Until when the answer was asked for; never changed."""
    answered = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    promised = models.DateField(null=True, blank=True)
    """The day for which the other side took it on."""
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=500, blank=True)
    letter_number = models.CharField(max_length=64, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    """Of the answer."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["state", "due"], name="coordination_step_clock"),)

    def __str__(self) -> str:
        return self.title


class Resolution(models.Model):
    """A resolution of the city council, from its passing to its being in force or annulled."""

    public_id = public_id("e")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """The council whose resolution it is."""
    number = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    words = models.CharField(max_length=2000, blank=True)
    subject = models.CharField(max_length=24, blank=True)
    """The public id of the project or work it decides on."""
    state = models.CharField(
        max_length=10, choices=choices_of(ResolutionState), default=ResolutionState.SENT.value
    )
    passed_on = models.DateField()
    since = models.DateTimeField()
    """Since when the clock at hand runs."""
    due = models.DateTimeField(null=True, blank=True)
    """When it runs out; None in an end alone."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "number"], name="coordination_resolution_once"
            ),
        )
        indexes = (models.Index(fields=["state", "due"], name="coordination_conformity_clock"),)

    def __str__(self) -> str:
        return self.number


class ResolutionStep(models.Model):
    """What happened to a resolution; its first is the sending to the board, which has no move."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=choices_of(ResolutionMove), blank=True)
    state = models.CharField(max_length=10, choices=choices_of(ResolutionState))
    """Where it stands after."""
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    words = models.CharField(max_length=2000, blank=True)
    letter_number = models.CharField(max_length=64, blank=True)
    letter_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.resolution_id} {self.move}"


class Policy(models.Model):
    """A standing policy with the measure that it is held to."""

    public_id = public_id("q")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    words = models.CharField(max_length=1000, blank=True)
    measure = models.CharField(max_length=24, choices=choices_of(PolicyMeasure))
    bound = models.PositiveSmallIntegerField()
    """The measure's own bound, in the unit that its words tell."""
    target_permille = models.PositiveSmallIntegerField()
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    letter_number = models.CharField(max_length=64, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(target_permille__lte=1000),
                name="coordination_policy_target_is_a_share",
            ),
        )

    def __str__(self) -> str:
        return self.title
