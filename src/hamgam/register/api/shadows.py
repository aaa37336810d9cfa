"""The shadows of restricted works."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.kit.fields import Out, geojson_of
from hamgam.register import queries

router = Router(tags=["works"])


class ShadowOut(Out):
    """A restricted work as others see it: the street of the city's list, its line, and the days."""

    street: str
    street_key: str
    begins: date | None
    ends: date | None
    geometry: dict[str, Any] | None

    @staticmethod
    def resolve_geometry(row: queries.Shadow) -> dict[str, Any] | None:
        """The street's line as GeoJSON."""
        return geojson_of(row.geometry)


class ShadowList(Out):
    """The shadows of restricted works."""

    items: list[ShadowOut]


@router.get(
    "/shadows",
    response=ShadowList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_shadows",
)
def list_shadows(request: HttpRequest) -> dict[str, list[queries.Shadow]]:
    """Where restricted works lie, as wide as their street, and when."""
    return {"items": queries.shadows_for(acting_of(request))}
