"""The OpenAPI document: everything the server can answer stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from hamgam.agencies.doors import Door
from hamgam.agencies.rights import RIGHTS, Reach, Right
from hamgam.web.problems import MEDIA_TYPE, STATUS

PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "minLength": 1},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
KEY_PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    "description": "The same key with the same body is done once and answered alike; with another"
    " body it is refused with 422.",
}
KNOWN_PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "The ETag of the answer the client has.",
}
ALWAYS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)
EDITING = (412, 428)


def _problem_response(status: int) -> dict[str, Any]:
    codes = ", ".join(code for code, told in STATUS.items() if told == status)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": f"Problem: {codes}", "content": {MEDIA_TYPE: {"schema": schema}}}


def _operations(schema: OpenAPISchema) -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in schema["paths"].values():
        yield from methods.items()


def _complete(method: str, operation: dict[str, Any]) -> None:
    edits = any(p["name"] == "If-Match" for p in operation["parameters"])
    for status in ALWAYS + (EDITING if edits else ()):
        operation["responses"].setdefault(status, _problem_response(status))
    if method == "get" and "200" in map(str, operation["responses"]):
        operation["parameters"].append(KNOWN_PARAMETER)
        operation["responses"][304] = {"description": "As it was: the client's copy is current."}
    if method == "post":
        operation["parameters"].append(KEY_PARAMETER)


class Contract(NinjaAPI):
    """The house's API with its whole contract in the document."""

    def rights(self) -> dict[str, Right]:
        """The right that each operation names, by the operation's id."""
        views = (v for bound in self._get_bound_routers() for v in bound.path_operations.values())
        return {
            operation.operation_id or "": callback.right
            for view in views
            for operation in view.operations
            for callback in operation.auth_callbacks
            if isinstance(callback, Door)
        }

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The document, errors, headers and rights included."""
        schema = super().get_openapi_schema(**how)
        rights = self.rights()
        for method, operation in _operations(schema):
            _complete(method, operation)
            right = rights[operation["operationId"]]
            operation["x-right"] = right.value
            if RIGHTS[right].reach is Reach.EVERYONE:
                operation["security"].append({})
        schema["components"]["schemas"]["Problem"] = PROBLEM
        schema["servers"] = [{"url": settings.PUBLIC_URL}]
        return schema
