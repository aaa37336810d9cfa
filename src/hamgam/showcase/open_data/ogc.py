"""OGC API – Features, Part 1 (17-069r4): core, GeoJSON, OpenAPI 3.0. Read by QGIS and GDAL."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.kit.words import Language, say
from hamgam.showcase.open_data.asking import CRS84, MOST, Asked, Unclear, asked_in
from hamgam.showcase.open_data.collections import (
    COLLECTIONS,
    Collection,
    Feature,
    asked,
    extent_of,
    instants,
)
from hamgam.showcase.prerender import language_asked

JSON = "application/json"
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMS = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}"
    for part in ("core", "geojson", "oas30")
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
Told = dict[str, Any]
View = Callable[..., HttpResponse]


def root() -> str:
    """The address of the API as clients reach it, whatever stands before the site."""
    return f"{settings.PUBLIC_URL}/ogc"


def link(rel: str, path: str, media_type: str, title: str = "") -> dict[str, str]:
    """A link from the API's root."""
    told = {"rel": rel, "href": f"{root()}{path}", "type": media_type}
    return told | ({"title": title} if title else {})


def answered(told: Told, media_type: str = JSON, status: int = 200) -> HttpResponse:
    """An answer that any page may read; no cookie, nothing of the reader's."""
    response = HttpResponse(orjson.dumps(told), content_type=media_type, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def unclear(why: str, status: int = 400) -> HttpResponse:
    """What was wrong with a question, as RFC 9457."""
    told = {"type": "about:blank", "status": status, "title": why}
    return answered(told, "application/problem+json", status)


def open_door(view: View) -> View:
    """A door of the open API: read only, for everybody, strict about what is asked."""

    @door(Right.READ_PUBLIC)
    @require_safe
    @wraps(view)
    def strict(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Unclear as why:
            return unclear(str(why))
        except LookupError:
            return unclear("no such thing", 404)

    return strict


@open_door
def landing(request: HttpRequest) -> HttpResponse:
    """Where the API begins."""
    language = language_asked(request)
    return answered(
        {
            "title": say("showcase.ogc_title", language),
            "description": say("showcase.ogc_text", language),
            "links": [
                link("self", "/", JSON),
                {"rel": "alternate", "href": f"{settings.PUBLIC_URL}/open/", "type": "text/html"},
                link("service-desc", "/api", OPENAPI),
                {"rel": "service-doc", "href": f"{settings.PUBLIC_URL}/open/", "type": "text/html"},
                link("conformance", "/conformance", JSON),
                link("data", "/collections", JSON),
            ],
        }
    )


@open_door
def conformance(request: HttpRequest) -> HttpResponse:
    """What the API conforms to."""
    return answered({"conformsTo": list(CONFORMS)})


def told_collection(collection: Collection, language: Language) -> Told:
    """A collection as clients read it."""
    path = f"/collections/{collection.key}"
    box, (first, last) = extent_of(collection)
    begins, ends = instants(first, last)
    return {
        "id": collection.key,
        "title": say(f"showcase.data_{collection.key}", language),
        "description": say(f"showcase.data_{collection.key}_text", language),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [list(box) if box else [-180, -90, 180, 90]], "crs": CRS84},
            "temporal": {"interval": [[begins or None, ends or None]]},
        },
        "links": [
            link("self", path, JSON),
            link("items", f"{path}/items", GEOJSON),
            {"rel": "license", "href": LICENCE, "type": "text/html"},
        ],
    }


@open_door
def collections(request: HttpRequest) -> HttpResponse:
    """Every collection."""
    language = language_asked(request)
    told = [told_collection(row, language) for row in COLLECTIONS.values()]
    return answered({"links": [link("self", "/collections", JSON)], "collections": told})


@open_door
def collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """One collection."""
    return answered(told_collection(COLLECTIONS[collection_id], language_asked(request)))


def _page_link(rel: str, path: str, told: QueryDict, offset: int) -> dict[str, str]:
    """Another page of the same question."""
    query = told.copy()
    query["offset"] = str(offset)
    return link(rel, f"{path}?{query.urlencode()}", GEOJSON)


def _links(path: str, told: QueryDict, page: Asked, matched: int) -> list[dict[str, str]]:
    query = f"?{told.urlencode()}" if told else ""
    found = [
        link("self", f"{path}{query}", GEOJSON),
        {"rel": "alternate", "href": f"{settings.PUBLIC_URL}/open/", "type": "text/html"},
    ]
    if page.offset + page.limit < matched:
        found.append(_page_link("next", path, told, page.offset + page.limit))
    if page.offset:
        found.append(_page_link("prev", path, told, max(page.offset - page.limit, 0)))
    return found


@open_door
def items(request: HttpRequest, collection_id: str) -> HttpResponse:
    """One page of a collection's features."""
    found = COLLECTIONS[collection_id]
    page = asked_in(request.GET)
    rows = asked(found, page.box, page.days)
    matched = rows.count()
    some = list(rows[page.offset : page.offset + page.limit])
    features: list[Feature] = found.features(some, language_asked(request))
    path = f"/collections/{found.key}/items"
    told = {
        "type": "FeatureCollection",
        "timeStamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": matched,
        "numberReturned": len(features),
        "features": features,
        "links": _links(path, request.GET, page, matched),
    }
    return answered(told, GEOJSON)


@open_door
def item(request: HttpRequest, collection_id: str, feature_id: str) -> HttpResponse:
    """One feature."""
    found = COLLECTIONS[collection_id]
    row = found.rows().filter(**{found.by_id: feature_id}).first()
    if row is None:
        raise LookupError(feature_id)
    [told] = found.features([row], language_asked(request))
    path = f"/collections/{found.key}"
    told["links"] = [
        link("self", f"{path}/items/{feature_id}", GEOJSON),
        link("collection", path, JSON),
    ]
    return answered(told, GEOJSON)


def _operation(summary: str, media_type: str, parameters: list[Told]) -> Told:
    answers = {
        "200": {"description": "OK", "content": {media_type: {"schema": {"type": "object"}}}}
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _parameter(name: str, schema: Told, place: str = "query") -> Told:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _asks() -> list[Told]:
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    return [
        _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
        _parameter("offset", {"type": "integer", "minimum": 0, "default": 0}),
        _parameter("bbox", numbers) | {"style": "form", "explode": False},
        _parameter("datetime", {"type": "string"}),
        _parameter("lang", {"type": "string", "enum": [code.value for code in Language]}),
    ]


@open_door
def description(request: HttpRequest) -> HttpResponse:
    """The API's own description, OpenAPI 3.0.3; it refers to nothing outside itself."""
    which = _parameter("collectionId", {"type": "string", "enum": list(COLLECTIONS)}, "path")
    one = _parameter("featureId", {"type": "string"}, "path")
    base = "/collections/{collectionId}"
    told = {
        "openapi": "3.0.3",
        "info": {
            "title": say("showcase.ogc_title", language_asked(request)),
            "version": "1.0.0",
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": root()}],
        "paths": {
            "/": _operation("landing page", JSON, []),
            "/conformance": _operation("conformance", JSON, []),
            "/collections": _operation("collections", JSON, []),
            base: _operation("collection", JSON, [which]),
            f"{base}/items": _operation("features", GEOJSON, [which, *_asks()]),
            f"{base}/items/{{featureId}}": _operation("feature", GEOJSON, [which, one]),
        },
    }
    return answered(told, OPENAPI)
