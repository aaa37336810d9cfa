"""The open collections as files: GeoJSON, CSV, Excel and GeoPackage, with a dictionary of their
columns and a licence."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.kit.exports import Format, answer
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, say
from hamgam.register.views.reading import language
from hamgam.showcase.open_data.collections import COLLECTIONS, Collection, Feature
from hamgam.showcase.open_data.ogc import LICENCE, root
from hamgam.showcase.prerender import language_asked, prerendered

FORMS = ("geojson", "csv", "xlsx", "gpkg")
MOST_ROWS = 100_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "works": (
        "id",
        "agency",
        "agency_name",
        "title",
        "kind",
        "road",
        "start",
        "end",
        "status",
        "impact",
        "road_part",
        "project",
        "updated",
        "url",
    ),
    "projects": (
        "id",
        "agency",
        "agency_name",
        "title",
        "status",
        "start",
        "end",
        "first_promised_end",
        "progress",
        "paid",
        "figures_of",
        "budget_rials",
        "price_year",
        "updated",
        "url",
    ),
    "overlaps": (
        "id",
        "settlement",
        "work",
        "agency",
        "agency_name",
        "road",
        "start",
        "end",
        "url",
    ),
}
COLUMNS["closures"] = COLUMNS["works"]


def _features(found: Collection, spoken: Language) -> list[Feature]:
    rows = list(found.rows().order_by("pk")[:MOST_ROWS])
    return found.features(rows, spoken)


def _line(feature: Feature, columns: tuple[str, ...]) -> list[Any]:
    told = {"id": feature["id"], **feature["properties"]}
    return [told[name] for name in columns]


def _geopackage(features: list[Feature], key: str) -> FileResponse:
    try:
        from pyogrio import raw
    except ImportError as fault:
        raise Refused("unavailable") from fault
    columns = COLUMNS[key]
    lines = [_line(feature, columns) for feature in features]
    shapes = [
        shapely.to_wkb(shapely.from_geojson(orjson.dumps(f["geometry"]))) if f["geometry"] else None
        for f in features
    ]
    kept = tempfile.NamedTemporaryFile(suffix=".gpkg", delete=False)  # noqa: SIM115 - closed below
    kept.close()
    place = Path(kept.name)
    place.unlink()
    raw.write(
        place,
        geometry=np.array(shapes, dtype=object),
        field_data=[np.array([line[i] for line in lines]) for i in range(len(columns))],
        fields=np.array(columns),
        layer=key,
        driver="GPKG",
        geometry_type="Unknown",
        crs="EPSG:4326",
    )
    content = place.read_bytes()
    place.unlink()
    response = FileResponse(iter([content]), content_type="application/geopackage+sqlite3")
    response["Content-Disposition"] = f'attachment; filename="{key}.gpkg"'
    return response


def _geojson(features: list[Feature], key: str) -> HttpResponse:
    told = {"type": "FeatureCollection", "license": LICENCE, "features": features}
    response = HttpResponse(orjson.dumps(told), content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{key}.geojson"'
    return response


@door(Right.READ_PUBLIC)
@require_safe
def table(request: HttpRequest, collection_id: str, form: str) -> HttpResponseBase:
    """A whole collection as a file."""
    found = COLLECTIONS.get(collection_id)
    if found is None or form not in FORMS:
        raise Refused("not_found")
    spoken = language_asked(request)
    with translation.override(spoken.value):
        features = _features(found, spoken)
        response: HttpResponseBase
        if form == "geojson":
            response = _geojson(features, found.key)
        elif form == "gpkg":
            response = _geopackage(features, found.key)
        else:
            columns = COLUMNS[found.key]
            lines = (_line(feature, columns) for feature in features)
            title = say(f"showcase.data_{found.key}", spoken)
            kind = Format.XLSX if form == "xlsx" else Format.PLAIN
            response = answer(kind, columns, lines, (found.key, title))
    response["Access-Control-Allow-Origin"] = "*"
    return response


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def open_data(request: HttpRequest) -> HttpResponse:
    """Every open collection, how to take it, what its columns mean, and the licence."""
    told = {
        "collections": [(key, COLUMNS[key]) for key in COLLECTIONS],
        "fields": sorted({name for columns in COLUMNS.values() for name in columns}),
        "forms": FORMS,
        "ogc": root(),
        "embed": f"{settings.PUBLIC_URL}{reverse('showcase_embed')}",
        "licence": LICENCE,
        "language_told": language().value,
    }
    return render(request, "showcase/open_data.html", told)
