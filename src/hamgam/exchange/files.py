"""What a file is, by its first bytes and its name, and whether a container is safe to open."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from hamgam.exchange.table import UnreadableError

MIB = 1024 * 1024
MAX_UNPACKED_BYTES = 200 * MIB
MAX_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 5 * MIB
MAX_MEMBERS = 1_000
_HEAD_BYTES = 4096

FORMS: Mapping[str, frozenset[str]] = {
    "records": frozenset((".geojson", ".json", ".jsonl", ".geojsonl", ".ndjson")),
    "delimited": frozenset((".csv", ".tsv")),
    "sheets": frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")),
    "layers": frozenset((".gpkg", ".shp", ".kml", ".kmz", ".dxf")),
    "datex": frozenset(),
}
"""By form, the endings that promise it; others (`.txt`, `.zip`, `.xml`) promise nothing."""

_SPOKEN = {
    "records": "JSON",
    "delimited": "a table as text",
    "sheets": "a spreadsheet",
    "layers": "a map layer",
    "datex": "DATEX II",
}


def guard_container(path: Path) -> list[str]:
    """The names in a zip container, when what it unpacks to stays within bounds."""
    try:
        with zipfile.ZipFile(path) as container:
            members = container.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError("the container (zip) is damaged", "export the file again") from error
    total = sum(member.file_size for member in members)
    steep = any(member.file_size > MAX_RATIO * max(1, member.compress_size) for member in members)
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(
            f"the container holds {len(members):,} files", f"at most {MAX_MEMBERS:,}"
        )
    if total > MAX_UNPACKED_BYTES or (steep and total > RATIO_MATTERS_FROM_BYTES):
        raise UnreadableError(
            f"the container unpacks to {total / MIB:,.0f} MiB",
            f"at most {MAX_UNPACKED_BYTES // MIB} MiB, and no member {MAX_RATIO} times as packed",
        )
    return [member.filename for member in members]


def _container_form(path: Path) -> str:
    names = [name.lower() for name in guard_container(path)]
    if any(name.endswith((".shp", ".kml", ".gpkg")) for name in names):
        return "layers"
    if "[content_types].xml" in names or "content.xml" in names:
        return "sheets"
    raise UnreadableError(
        "the container holds no layer and no sheet", "a zip should hold .shp, .shx, .dbf and .prj"
    )


def _text_form(head: bytes) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"[") or text[:1] == b"\x1e":
        return "records"
    if text[:1] == b"<":
        return _markup_form(text.lower())
    if text.startswith(b"0") and text[1:].lstrip().startswith(b"SECTION"):
        return "layers"
    return None


def _markup_form(text: bytes) -> str:
    if b"d2logicalmodel" in text or b"datex2" in text:
        return "datex"
    if b"<kml" in text:
        return "layers"
    if b"<html" in text or b"<table" in text or b"<!doctype html" in text:
        raise UnreadableError(
            "it is a web page, whatever its name says", "open it in Excel and save it as .xlsx"
        )
    raise UnreadableError("it is XML of a kind that is not known", "KML and DATEX II are read")


def _content_form(path: Path, head: bytes) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return _container_form(path)
    if head.startswith((b"SQLite format 3\0", b"\x00\x00\x27\x0a", b"AutoCAD Binary DXF")):
        return "layers"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "sheets"
    return _text_form(head)


def form_of(path: Path) -> str:
    """Which parser reads the file; UnreadableError when none does, or when its name and its content
    disagree."""
    if path.exists() and not path.is_file():
        raise UnreadableError("it is no file")
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableError(f"it cannot be opened: {error.strerror or error}") from error
    if not head.strip():
        raise UnreadableError("it is empty")
    suffix = path.suffix.lower()
    promised = next((form for form, suffixes in FORMS.items() if suffix in suffixes), None)
    found = _content_form(path, head)
    if found is None:
        found = "delimited" if suffix in ("", ".txt") and b"\0" not in head else promised
    if found is None:
        raise UnreadableError(f"files called {suffix} are not read", "see the list of formats")
    if promised not in (None, found) or (
        found != "delimited" and _content_form(path, head) is None
    ):
        raise UnreadableError(
            f"its name promises {_SPOKEN[promised or found]}, its content is "
            + (_SPOKEN[found] if promised not in (None, found) else "something else"),
            "give it the ending of what it is, or export it again",
        )
    return found
