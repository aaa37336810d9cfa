"""The ground that works share: streets and zones. A finished surface is a work of that kind."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import choices_of
from hamgam.engine.works import ZoneKind
from hamgam.register.models.columns import Placed


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
