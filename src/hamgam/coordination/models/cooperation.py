"""What one agency asks of another, and every turn that the request took."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import Agency, choices_of
from hamgam.coordination.models.cases import Case
from hamgam.coordination.models.clocked import clock_or_end
from hamgam.coordination.vocabulary import CooperationKind, TurnKind
from hamgam.coordination.workflow.cooperation import COOPERATION_ENDS, CooperationState
from hamgam.register.models import Project, Work
from hamgam.register.models.columns import public_id


class Cooperation(models.Model):
    """A request for cooperation («درخواست همکاری»), about a work, a project, a case or nothing."""

    public_id = public_id("k")
    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16, choices=choices_of(CooperationKind))
    state = models.CharField(
        max_length=12,
        choices=choices_of(CooperationState),
        default=CooperationState.ASKED.value,
    )
    asker = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who keeps the books of the body that the ladder reached; None on a rung of the two sides."""
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.PROTECT, related_name="cooperations"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="cooperations"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="cooperations"
    )
    title = models.CharField(max_length=300)
    words = models.CharField(max_length=2000, blank=True)
    serves = models.CharField(max_length=300, blank=True)
    """The service or the people that it is for."""
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    quantity = models.CharField(max_length=100, blank=True)
    """How much, with its unit, as people say it: `۲ دستگاه`."""
    rials = models.BigIntegerField(null=True, blank=True)
    ladder = models.CharField(max_length=64)
    rung = models.PositiveSmallIntegerField(default=0)
    rung_since = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    """When the clock at hand runs out; None in an end alone."""
    opened = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (clock_or_end(COOPERATION_ENDS, "coordination_coop_clock_or_end"),)
        indexes = (models.Index(fields=["state", "due"], name="coordination_coop_clock"),)

    def __str__(self) -> str:
        return self.number


class Turn(models.Model):
    """One turn of a request: who said what, and what was offered instead."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=12, choices=choices_of(TurnKind))
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """None where a clock did it."""
    actor = models.CharField(max_length=80)
    rung = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    quantity = models.CharField(max_length=100, blank=True)
    rials = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.kind}"
