"""What officials said in public, beside what the register says; why a promise changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.register.models.columns import public_id
from hamgam.showcase.vocabulary import Explained


class Statement(models.Model):
    """A public statement about a project. It is never removed: a correction stands beside it."""

    public_id = public_id("s")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(
        "register.Project", on_delete=models.PROTECT, related_name="statements"
    )
    said_by = models.CharField(max_length=200)
    """The post that spoke, not a private person."""
    said_on = models.DateField()
    text = models.CharField(max_length=500)
    source = models.CharField(max_length=300)
    promised_end = models.DateField(null=True, blank=True)
    """The end that was said, to be held against the register's."""
    correction = models.CharField(max_length=500, blank=True)
    corrected_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(correction="") & Q(corrected_on__isnull=True))
                | (~Q(correction="") & Q(corrected_on__isnull=False)),
                name="showcase_correction_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.said_by} {self.said_on}"


class ChangeReason(models.Model):
    """Why the end, the budget or the planned end of a project changed, in words that its agency
    wrote for everybody. It is never removed: a later one stands beside it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(
        "register.Project", on_delete=models.PROTECT, related_name="change_reasons"
    )
    field = models.CharField(max_length=16, choices=choices_of(Explained))
    on = models.DateField()
    """The day of the change that it explains."""
    words = models.CharField(max_length=500)
    written = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(words=""), name="showcase_reason_has_words"),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.on}"
