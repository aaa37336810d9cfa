"""The ground that works share: streets, zones, finished surfaces."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import choices_of
from hamgam.engine.works import Surface, ZoneKind
from hamgam.register.models.columns import Owned, Placed, public_id


class Street(Placed):
    """A street as a line, with its class and full width."""

    key = models.SlugField(max_length=64, unique=True)
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    street_class = models.CharField(max_length=32, blank=True)
    width_m = models.FloatField(null=True, blank=True)
    schematic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_fa


class Zone(Placed):
    """A named area with rules and seasons of its own."""

    key = models.SlugField(max_length=64, unique=True)
    kind = models.CharField(max_length=20, choices=choices_of(ZoneKind))
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    schematic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_fa


class ProtectedSurface(Owned, Placed):
    """A finished surface under protection («دوره حفاظت آسفالت»)."""

    public_id = public_id("s")
    street = models.CharField(max_length=200, blank=True)
    surface = models.CharField(max_length=16, choices=choices_of(Surface), default="asphalt")
    completed_on = models.DateField()
    protected_until = models.DateField()

    def __str__(self) -> str:
        return f"{self.street} {self.completed_on}"
