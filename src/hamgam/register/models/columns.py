"""Columns that several tables share: who owns a row, who sees it, where it lies."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from django.db import models
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.models import Agency, choices_of
from hamgam.agencies.vocabulary import Sharing
from hamgam.engine.works import Certainty
from hamgam.kit.ids import new_id


class PublicId:
    """Makes public ids with a prefix; a class, because migrations must find it by name."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self) -> str:
        """A fresh id."""
        return new_id(self.prefix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicId) and other.prefix == self.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, str]]:
        """How a migration writes it down."""
        return "hamgam.register.models.columns.PublicId", (self.prefix,), {}


def public_id(prefix: str) -> models.CharField[str, str]:
    """A column of public ids."""
    make: Callable[[], str] = PublicId(prefix)
    return models.CharField(max_length=24, unique=True, default=make, editable=False)


class Owned(models.Model):
    """A row that an agency owns and shares at a level."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sharing = models.CharField(
        max_length=10, choices=choices_of(Sharing), default=Sharing.AGENCIES.value
    )
    version = models.PositiveIntegerField(default=1)
    """Raised by every edit; the ETag of the API."""

    class Meta:
        abstract = True


class Placed(models.Model):
    """A row that may lie somewhere: WKB in EPSG:4326 beside its bounding box in degrees."""

    geometry = models.BinaryField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    certainty = models.CharField(
        max_length=20, choices=choices_of(Certainty), default=Certainty.DRAWN.value
    )

    class Meta:
        abstract = True

    @property
    def shape(self) -> BaseGeometry | None:
        """The geometry as a value, None for a row without a place."""
        if self.geometry is None:
            return None
        found: BaseGeometry = shapely.from_wkb(bytes(self.geometry))
        return found

    def lay_at(self, shape: BaseGeometry | None) -> None:
        """Set geometry and bounding box together."""
        self.geometry = None if shape is None else shapely.to_wkb(shape)
        bounds = (None,) * 4 if shape is None else shape.bounds
        self.west, self.south, self.east, self.north = bounds


def in_view(west: float, south: float, east: float, north: float, prefix: str = "") -> Q:
    """Rows whose bounding box meets the window; the exact test is Shapely's."""
    return Q(
        **{
            f"{prefix}west__lte": east,
            f"{prefix}east__gte": west,
            f"{prefix}south__lte": north,
            f"{prefix}north__gte": south,
        }
    )
