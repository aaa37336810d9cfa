"""Streets and zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.engine.works import ZoneKind
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.models import Street, Zone
from hamgam.register.values import geometry_fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A named piece of ground."""

    key: str
    names: Mapping[str, str]
    geometry: BaseGeometry
    schematic: bool = False

    def columns(self) -> dict[str, object]:
        """Names and mark as the tables' columns."""
        names = {f"name_{code}": self.names.get(code, "") for code in ("fa", "en", "ar")}
        return {**names, "schematic": self.schematic}


def _check(drawn: Drawn) -> None:
    if fault := geometry_fault(drawn.geometry):
        raise Refused("validation", errors=[{"pointer": "#/geometry", "detail": fault}])


def draw_street(
    *, by: Acting, drawn: Drawn, street_class: str = "", width_m: float | None = None
) -> Street:
    """Draw a street, or draw it anew. Whoever keeps the ground; records `street_drawn`."""
    by.require(Right.DRAW_GROUND)
    _check(drawn)
    with deed(by):
        row = Street.objects.filter(key=drawn.key).first() or Street(key=drawn.key)
        told = {**drawn.columns(), "street_class": street_class, "width_m": width_m}
        for name, value in told.items():
            setattr(row, name, value)
        row.lay_at(drawn.geometry)
        row.save()
        record_fact("street_drawn", subject=drawn.key)
    return row


def draw_zone(*, by: Acting, drawn: Drawn, kind: ZoneKind) -> Zone:
    """Draw a zone, or draw it anew. Whoever keeps the ground; records `zone_drawn`."""
    by.require(Right.DRAW_GROUND)
    _check(drawn)
    with deed(by):
        row = Zone.objects.filter(key=drawn.key).first() or Zone(key=drawn.key)
        for name, value in {**drawn.columns(), "kind": kind.value}.items():
            setattr(row, name, value)
        row.lay_at(drawn.geometry)
        row.save()
        record_fact("zone_drawn", subject=drawn.key)
    return row
