"""Early plans under seal: they take part in detection, and nobody else sees them."""

from __future__ import annotations

from django.db import models

from hamgam.register.models import Work
from hamgam.register.models.columns import public_id


class Seal(models.Model):
    """The seal on one plan, and whom the other side of a match may call."""

    public_id = public_id("x")
    work = models.OneToOneField(Work, on_delete=models.PROTECT, related_name="seal")
    contact = models.CharField(max_length=200)
    """As its agency words it, and all that the other side reads."""
    phone = models.CharField(max_length=40)
    opens_on = models.DateField(null=True, blank=True)
    """When its agency means to publish it; for its own people alone."""
    sealed = models.DateTimeField()
    sealed_by = models.CharField(max_length=80)
    unsealed = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_id
