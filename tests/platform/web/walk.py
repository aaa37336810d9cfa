"""Every door of the site, with the right it names: what the walks go through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from hamgam.agencies.doors import Door, right_of
from hamgam.agencies.rights import Right
from hamgam.web.api.v1 import api

OTHERS = ("accounts/", "admin/")
"""Doors of other houses: django-allauth asks for a session itself, Django's admin for staff."""
DOCUMENTS = {"openapi-json", "openapi-view", "api-root"}
"""The API's own description: open to everyone."""


@dataclass(frozen=True)
class Operation:
    """One operation of the API."""

    method: str
    path: str
    name: str
    right: Right | None
    door: Door | None = None


def operations() -> list[Operation]:
    found = []
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                door = operation.auth_callbacks[0] if operation.auth_callbacks else None
                held = door if isinstance(door, Door) else None
                right = held.right if held else None
                for method in operation.methods:
                    found.append(Operation(method, path, operation.operation_id or "", right, held))
    return found


def pages(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, object]]:
    """Every address outside the API and the other houses, with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern)
        if here.startswith(OTHERS) or here.startswith("api/"):
            continue
        if isinstance(entry, URLResolver):
            yield from pages(entry, here)
        elif isinstance(entry, URLPattern):
            yield here, entry.callback


def rightless() -> list[str]:
    """Doors that name no right."""
    told = [f"{op.method} {op.path}" for op in operations() if op.right is None]
    return told + [address for address, view in pages() if right_of(view) is None]  # type: ignore[arg-type] # callbacks are callables


def set_papers_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have papers hold what they tell as plain text: a leak in them is then seen, and nobody waits
    for the typesetter."""

    def plainly(_main: object, *, sys_inputs: dict[str, str], **_how: object) -> bytes:
        return sys_inputs["data"].encode()

    monkeypatch.setattr("typst.compile", plainly)
