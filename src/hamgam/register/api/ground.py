"""Streets, zones, and the words the register uses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import AgencyKind, Role, Sharing
from hamgam.engine import findings as engine_findings
from hamgam.engine import works as engine
from hamgam.engine.works import ZoneKind
from hamgam.kit.fields import Geometry, In, Key, Line, Measure, Name, Out, geojson_of
from hamgam.kit.words import language_of, say
from hamgam.register import queries, vocabulary
from hamgam.register.actions.ground import Drawn, draw_street, draw_zone
from hamgam.register.models import Street, Zone

router = Router(tags=["ground"])
VOCABULARIES = {
    "agency_kind": AgencyKind,
    "role": Role,
    "sharing": Sharing,
    "kind": engine.Kind,
    "activity": engine.Activity,
    "stage": engine.Stage,
    "impact": engine.Impact,
    "certainty": engine.Certainty,
    "surface": engine.Surface,
    "road_part": engine.RoadPart,
    "zone_kind": engine.ZoneKind,
    "finding_kind": engine_findings.FindingKind,
    "severity": engine_findings.Severity,
    "consequence": engine_findings.Consequence,
    "finding_state": vocabulary.FindingState,
    "project_class": vocabulary.ProjectClass,
    "status": vocabulary.Status,
    "window_kind": vocabulary.WindowKind,
    "stake_kind": vocabulary.StakeKind,
    "funding_source": vocabulary.FundingSource,
    "acceptance_kind": vocabulary.AcceptanceKind,
    "extension_cause": vocabulary.ExtensionCause,
}


class StreetOut(Out):
    """A street."""

    key: str
    name_fa: str
    name_en: str
    name_ar: str
    street_class: str
    width_m: float | None
    schematic: bool
    geometry: dict[str, Any] | None

    @staticmethod
    def resolve_geometry(row: Street) -> dict[str, Any] | None:
        """The line as GeoJSON."""
        return geojson_of(row.shape)


class StreetList(Out):
    """A page of streets."""

    items: list[StreetOut]
    next: str | None


class StreetIn(In):
    """A street to draw."""

    name_fa: Name
    name_en: Line = ""
    name_ar: Line = ""
    street_class: Key | None = None
    width_m: Measure | None = None
    geometry: Geometry


class ZoneOut(Out):
    """A zone."""

    key: str
    kind: str
    name_fa: str
    name_en: str
    name_ar: str
    schematic: bool
    geometry: dict[str, Any] | None

    @staticmethod
    def resolve_geometry(row: Zone) -> dict[str, Any] | None:
        """The area as GeoJSON."""
        return geojson_of(row.shape)


class ZoneList(Out):
    """A page of zones."""

    items: list[ZoneOut]
    next: str | None


class ZoneIn(In):
    """A zone to draw."""

    kind: ZoneKind
    name_fa: Name
    name_en: Line = ""
    name_ar: Line = ""
    geometry: Geometry


class Vocabularies(Out):
    """Every word of every vocabulary with its label in the language asked for."""

    vocabularies: dict[str, dict[str, str]]


@router.get(
    "/streets", response=StreetList, auth=Door(Right.READ_PUBLIC), operation_id="list_streets"
)
def list_streets(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The city's streets."""
    return listed(request, response, queries.streets(), (limit, cursor))


def _drawn(key: str, body: StreetIn | ZoneIn) -> Drawn:
    names = {"fa": body.name_fa, "en": body.name_en, "ar": body.name_ar}
    return Drawn(key=key, names=names, geometry=body.geometry)


@router.put(
    "/streets/{key}",
    response=StreetOut,
    auth=Door(Right.DRAW_GROUND),
    operation_id="draw_street",
)
def put_street(request: HttpRequest, key: Key, body: StreetIn) -> Street:
    """Draw a street, or draw it anew."""
    return draw_street(
        by=acting_of(request),
        drawn=_drawn(key, body),
        street_class=body.street_class or "",
        width_m=body.width_m,
    )


@router.get("/zones", response=ZoneList, auth=Door(Right.READ_PUBLIC), operation_id="list_zones")
def list_zones(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The city's zones."""
    return listed(request, response, queries.zones(), (limit, cursor))


@router.put(
    "/zones/{key}", response=ZoneOut, auth=Door(Right.DRAW_GROUND), operation_id="draw_zone"
)
def put_zone(request: HttpRequest, key: Key, body: ZoneIn) -> Zone:
    """Draw a zone, or draw it anew."""
    return draw_zone(by=acting_of(request), drawn=_drawn(key, body), kind=body.kind)


@router.get(
    "/vocabularies",
    response=Vocabularies,
    auth=Door(Right.READ_PUBLIC),
    operation_id="list_vocabularies",
)
def list_vocabularies(request: HttpRequest) -> dict[str, dict[str, dict[str, str]]]:
    """The words machines use, with what people call them."""
    language = language_of(get_language())
    told = {
        name: {word.value: say(f"vocabulary.{name}_{word.value}", language) for word in words}
        for name, words in VOCABULARIES.items()
    }
    return {"vocabularies": told}
