"""Promises that are followed until done; directives; the bounded intensive mode."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, Person, choices_of
from hamgam.field.models.obstacles import RUNGS, Obstacle
from hamgam.field.vocabulary import DirectiveState, ReasonCode, Rung
from hamgam.register.models import Commitment, Project
from hamgam.register.models.columns import Owned, public_id


class FollowUp(models.Model):
    """How a commitment is followed: who acts, who looks, by what one sees that it is done."""

    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, related_name="follow_up"
    )
    owner_name = models.CharField(max_length=200)
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proof_asked = models.CharField(max_length=500)
    obstacle = models.ForeignKey(
        Obstacle, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    made_on = models.DateField()
    reminded_percent = models.PositiveSmallIntegerField(default=0)
    """The share of its time at which its owner was last reminded: 50, 80, 100."""
    rung = models.PositiveSmallIntegerField(choices=RUNGS, default=Rung.OWNER.value)
    reason = models.CharField(max_length=16, choices=choices_of(ReasonCode), blank=True)
    """Why its first day was not kept."""
    claimed_by = models.CharField(max_length=80, blank=True)
    verified_by = models.CharField(max_length=80, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(verified_by="") | ~Q(verified_by=F("claimed_by")),
                name="field_promise_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment_id}"


class Directive(Owned):
    """A standing order with its date, its recipients and what compliance means."""

    public_id = public_id("i")
    title = models.CharField(max_length=300)
    text = models.TextField()
    on = models.DateField()
    measure = models.CharField(max_length=300)
    """By what one sees whether it is followed."""
    letter_number = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.title


class DirectiveReply(models.Model):
    """One recipient of a directive, and what he answered."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="replies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=16, choices=choices_of(DirectiveState), default=DirectiveState.TOLD.value
    )
    words = models.CharField(max_length=500, blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["directive", "agency"], name="field_directive_once_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.directive_id} {self.agency_id}"


class Sprint(Owned):
    """An intensive mode («جهادی») with its end: an exception that is written down, no habit."""

    public_id = public_id("n")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sprints")
    goal = models.CharField(max_length=300)
    begins = models.DateField()
    ends = models.DateField()
    night_shifts = models.BooleanField(default=False)
    crews_lent = models.CharField(max_length=300, blank=True)
    rules = models.CharField(max_length=500)
    """The extra rules for safety and noise that hold meanwhile."""
    stand_up_at = models.TimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")) & ~Q(rules=""), name="field_sprint_is_bounded"
            ),
        )

    def __str__(self) -> str:
        return self.goal
