"""What holds a project up, and who must move it out of the way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, Person
from hamgam.field.vocabulary import Rung
from hamgam.register.models import Project, Window
from hamgam.register.models.columns import Owned, public_id

RUNGS = [(rung.value, rung.name.lower()) for rung in Rung]


class Obstacle(Owned):
    """One obstacle on the task it holds. Its days stand in the block of the register, so that the
    plan knows them; whoever must act and whoever follows it up are two people."""

    public_id = public_id("q")
    block = models.OneToOneField(Window, on_delete=models.PROTECT, related_name="obstacle")
    """The blocked days on the shared table: cause, since when, promised, cleared, its value."""
    title = models.CharField(max_length=300)
    reported_by = models.CharField(max_length=200)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=200)
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who follows it up; never the one who must act."""
    next_step = models.CharField(max_length=300, blank=True)
    removed_when = models.CharField(max_length=300)
    """The test of its removal, in one sentence."""
    first_promised = models.DateField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(choices=RUNGS, default=Rung.OWNER.value)
    evidence = models.CharField(max_length=500, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)
    verified_by = models.CharField(max_length=80, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(owner_name="") & ~Q(removed_when=""), name="field_obstacle_has_owner"
            ),
            models.CheckConstraint(
                condition=Q(verified_by="") | ~Q(verified_by=F("closed_by")),
                name="field_obstacle_two_people",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Cause(models.Model):
    """One of the causes behind an obstacle, with its weight and who says so."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="causes")
    code = models.CharField(max_length=8)
    weight_percent = models.PositiveSmallIntegerField(default=100)
    reported_by = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(weight_percent__gte=1) & Q(weight_percent__lte=100),
                name="field_cause_weight",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Waiting(models.Model):
    """What a week of waiting for a project costs people, as the plan adopted last reckons it."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="waiting")
    week_rials = models.BigIntegerField()
    is_assumed = models.BooleanField()
    """Whether the project's benefit is the city's assumption and not told by its people."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(week_rials__gte=0), name="field_waiting_costs"),
        )

    def __str__(self) -> str:
        return f"{self.project_id}: {self.week_rials}"
