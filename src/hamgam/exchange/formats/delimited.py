"""Tables as text: comma, semicolon, tab or bar between the cells; UTF-8, UTF-16, windows-1256 or
windows-1252."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from hamgam.exchange.formats import grid
from hamgam.exchange.table import Cell, Table, UnreadableError

_DELIMITERS = (",", ";", "\t", "|")
_LIVE = frozenset("=+-@\t\r\0")
_SAMPLE_LETTERS = 65_536
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


def _legacy_encoding(octets: bytes) -> str:
    """windows-1256 when high bytes stand in runs as letters of Persian words do, windows-1252 when
    they stand alone between Latin letters."""
    runs = _HIGH_RUN.findall(octets[:_SAMPLE_LETTERS])
    return "cp1256" if sum(map(len, runs)) >= 2 * len(runs) else "cp1252"


def decoded(octets: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16"), "utf-16"
    try:
        return octets.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        encoding = _legacy_encoding(octets)
        return octets.decode(encoding, errors="replace"), encoding


def _widths(text: str, delimiter: str) -> list[int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [len(row) for row, _ in zip(rows, range(50), strict=False) if row]


def delimiter_of(text: str) -> str:
    """The sign between the cells: the one that cuts most rows into the same number of cells."""
    best, score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths = _widths(text[:_SAMPLE_LETTERS], delimiter)
        width = max(set(widths), key=widths.count, default=1)
        if width > 1 and (widths.count(width), width) > score:
            best, score = delimiter, (widths.count(width), width)
    return best


def _freed(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _LIVE else cell


def tables(path: Path) -> list[Table]:
    """The one table of a text file."""
    csv.field_size_limit(2**31 - 1)
    text, encoding = decoded(path.read_bytes())
    if "\0" in text:
        raise UnreadableError("it is no text: it holds zero bytes")
    delimiter = delimiter_of(text)
    rows: list[list[Cell]] = [
        [_freed(cell) or None for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]
    if not any(rows):
        raise UnreadableError("it is empty")
    table = grid.table_of(rows)
    if encoding not in ("utf-8", "utf-16"):
        table.notes.append(f"it was read as {encoding}, for it is not UTF-8")
    return [table]
