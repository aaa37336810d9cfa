"""Open311 GeoReport v2 requests (XML): one row per request. No entity is ever resolved."""

from __future__ import annotations

from pathlib import Path

# The package ships no types.
from defusedxml.ElementTree import parse  # type: ignore[import-untyped] # it has no stubs

from hamgam.exchange.formats.records import table_of
from hamgam.exchange.table import Cell, Table, UnreadableError


def tables(path: Path) -> list[Table]:
    """The one table of a list of requests."""
    root = parse(str(path), forbid_dtd=True).getroot()
    rows = [element for element in root.iter() if _local(element.tag) == "request"]
    parts = [({_local(inner.tag): _text(inner.text) for inner in row}, None) for row in rows]
    if not parts:
        raise UnreadableError("it holds no request", "service_requests of Open311 GeoReport v2")
    return [table_of(list(parts))]


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]


def _text(text: str | None) -> Cell:
    return (text or "").strip() or None
