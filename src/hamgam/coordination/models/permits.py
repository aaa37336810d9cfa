"""Applications to dig, the permits they become, and what happened to each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.coordination.models.clocked import clock_or_end
from hamgam.coordination.workflow.permits import DIG_ENDS, DigState
from hamgam.register.models import MeetingItem, Work
from hamgam.register.models.columns import public_id


class Application(models.Model):
    """What an agency asks of the excavation commission for one work."""

    public_id = public_id("z")
    number = models.CharField(max_length=16, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(
        max_length=12, choices=choices_of(DigState), default=DigState.APPLIED.value
    )
    is_connection = models.BooleanField(default=False)
    applied = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    """When the clock at hand runs out; None in an end alone."""
    checks = models.JSONField(default=list)
    """What the rules said when it was handed in: identities of findings and their consequence."""
    item = models.ForeignKey(
        MeetingItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (clock_or_end(DIG_ENDS, "coordination_dig_clock_or_end"),)
        indexes = (models.Index(fields=["state", "due"], name="coordination_dig_clock"),)

    def __str__(self) -> str:
        return self.number


class Permit(models.Model):
    """A numbered permit with its conditions; anybody may verify it by its public id."""

    public_id = public_id("l")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="permit")
    number = models.CharField(max_length=20, unique=True)
    begins = models.DateField()
    ends = models.DateField()
    first_ends = models.DateField()
    """As first granted; never changed by an extension."""
    by_night = models.BooleanField(default=False)
    reinstatement = models.CharField(max_length=16, default="permanent")
    reinstate_by = models.DateField()
    deposit_rials = models.BigIntegerField(default=0)
    price_year = models.PositiveSmallIntegerField()
    conditions = models.CharField(max_length=1000, blank=True)
    issued = models.DateTimeField()
    reinstated_on = models.DateField(null=True, blank=True)
    inspected_on = models.DateField(null=True, blank=True)
    warranty_ends = models.DateField(null=True, blank=True)
    bill_rials = models.BigIntegerField(null=True, blank=True)
    """Cost of the municipality's repair with the surcharge; None where it did not repair."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")), name="coordination_permit_ends_after_begin"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Extension(models.Model):
    """More time for a permit, and why."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.permit_id} {self.after}"
