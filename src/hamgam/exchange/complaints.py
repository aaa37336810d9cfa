"""An export of a complaints line (137, or any Open311 server) as complaints: CSV, Excel, Open311
GeoReport v2 in XML or JSON.

Names, telephone numbers and addresses of the people who called are never read, whatever columns the
file has: the line that took the call tells them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from pathlib import Path

from hamgam.exchange import days, sandbox
from hamgam.exchange.columns import plain
from hamgam.exchange.days import Moment
from hamgam.exchange.files import form_of
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import latin_digits, normalise
from hamgam.exchange.table import Cell, Table, UnreadableError

ENDINGS = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xml", ".json")
NEEDED = ("number", "kind", "received")
TIMES = ("received", "answered", "closed", "updated")
"""The columns that hold a moment."""
LONGEST = {"number": 40, "text": 2000}
_HEAD_BYTES = 512


class Standing(StrEnum):
    """How far the line says a complaint came."""

    RECEIVED = "received"
    ANSWERED = "answered"
    SOLVED = "solved"
    """By the word of the line alone."""
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One complaint as the line's export tells it; `spot` is longitude and latitude in degrees,
    `kind`, `street` and `agency` are as written."""

    where: str
    row: int
    number: str
    kind: str
    received: Moment
    answered: Moment | None = None
    closed: Moment | None = None
    standing: Standing = Standing.RECEIVED
    street: str = ""
    spot: tuple[float, float] | None = None
    text: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """What a file gave; `columns` tells which column each field was read from."""

    rows: Sequence[Complaint]
    misread: Sequence[Misread]
    columns: Mapping[str, str]


@lru_cache(maxsize=1)
def _told() -> Mapping[str, Mapping[str, list[str]]]:
    text = resources.files("hamgam.exchange").joinpath("complaints.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _standings() -> Mapping[str, Standing]:
    told = _told()["states"]
    return {normalise(word): Standing(key) for key, words in told.items() for word in words}


def columns_of(names: Sequence[str]) -> dict[str, str]:
    """Which of a table's columns holds which field, each column once, the surest name first."""
    found: dict[str, str] = {}
    known = {plain(name): name for name in reversed(names)}
    for field, words in _told()["columns"].items():
        for word in words:
            column = known.get(plain(word))
            if column is not None and column not in found.values():
                found[field] = column
                break
    return found


def read_complaints(path: Path) -> Complaints:
    """The complaints of one file, in its order; a number that repeats counts as its last row.

    Never raises for what stands in a file: what cannot be read is a Misread with its reason.
    """
    try:
        [table, *_] = sandbox.parse(path, _form(path), sandbox.limits_for(path))
    except UnreadableError as refusal:
        told = Misread(
            where=path.name, row=0, field="", value="", reason=str(refusal), hint=refusal.hint
        )
        return Complaints(rows=(), misread=(told,), columns={})
    return complaints_in(table, path.name)


def _form(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableError(f"it cannot be opened: {error.strerror or error}") from error
    is_markup = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return "open311" if is_markup and b"<html" not in head.lower() else form_of(path)


def complaints_in(table: Table, where: str) -> Complaints:
    """The complaints of a table that stands already."""
    columns = columns_of(table.columns)
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        told = [
            Misread(where=where, row=0, field=name, value="", reason="no column tells it")
            for name in missing
        ]
        return Complaints(rows=(), misread=told, columns=columns)
    reader = _Reader(where, table, columns)
    rows: dict[str, Complaint] = {}
    for at in range(len(table.rows)):
        row = reader.row(at)
        if row is not None:
            rows[row.number] = row
    return Complaints(rows=list(rows.values()), misread=reader.misread, columns=columns)


class _Reader:
    """Reads a table row by row and keeps what could not be read."""

    def __init__(self, where: str, table: Table, columns: Mapping[str, str]) -> None:
        self.where, self.table = where, table
        self.places = {field: table.columns.index(name) for field, name in columns.items()}
        self.misread: list[Misread] = []

    def _cell(self, at: int, field: str) -> Cell:
        place = self.places.get(field)
        return None if place is None else self.table.rows[at][place]

    def _text(self, at: int, field: str) -> str:
        cell = self._cell(at, field)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else str(cell).strip()

    def _wrong(self, at: int, field: str, reason: str, *, kept: bool = False) -> None:
        self.misread.append(
            Misread(
                where=self.where,
                row=self.table.numbers[at],
                field=field,
                value=self._text(at, field)[:80],
                reason=reason,
                kept=kept,
            )
        )

    def row(self, at: int) -> Complaint | None:
        """The complaint of a row; None where it cannot stand, with the reason kept."""
        empty = [name for name in NEEDED if not self._text(at, name)]
        if empty:
            self._wrong(at, empty[0], "it is empty")
            return None
        number = latin_digits(self._text(at, "number"))
        if len(number) > LONGEST["number"]:
            self._wrong(at, "number", "it is longer than 40 letters")
            return None
        moments = self._moments(at)
        if moments is None:
            return None
        return self._complaint(at, number, moments)

    def _complaint(self, at: int, number: str, told: Mapping[str, Moment]) -> Complaint:
        standing = self._standing(at)
        closed = told.get("closed")
        if standing in {Standing.SOLVED, Standing.DECLINED}:
            closed = closed or told.get("updated")
        elif closed is not None:
            standing = Standing.SOLVED
        answered = told.get("answered")
        if answered is not None and standing is Standing.RECEIVED:
            standing = Standing.ANSWERED
        return Complaint(
            where=self.where,
            row=self.table.numbers[at],
            number=number,
            kind=self._text(at, "kind"),
            received=told["received"],
            answered=answered,
            closed=closed,
            standing=standing,
            street=self._text(at, "street")[:200],
            spot=self._spot(at),
            text=self._text(at, "text")[: LONGEST["text"]],
            agency=self._text(at, "agency"),
        )

    def _moments(self, at: int) -> dict[str, Moment] | None:
        """What a row says of its times; None where the day it was received cannot be read."""
        found: dict[str, Moment] = {}
        for name in TIMES:
            cell = self._cell(at, name)
            if cell is None or cell == "":
                continue
            try:
                found[name] = days.moment(cell, short_years=False)
            except ValueError as error:
                self._wrong(at, name, str(error), kept=name != "received")
        return found if "received" in found else None

    def _standing(self, at: int) -> Standing:
        told = self._text(at, "state")
        found = _standings().get(normalise(told))
        if told and found is None:
            self._wrong(at, "state", "this state is not known; read as received", kept=True)
        return found or Standing.RECEIVED

    def _spot(self, at: int) -> tuple[float, float] | None:
        lon, lat = self._text(at, "lon"), self._text(at, "lat")
        if not lon and not lat:
            return None
        try:
            spot = float(latin_digits(lon)), float(latin_digits(lat))
        except ValueError:
            self._wrong(at, "lat", "longitude and latitude are no numbers", kept=True)
            return None
        if abs(spot[0]) > 180 or abs(spot[1]) > 90:
            self._wrong(at, "lat", "no place on earth has these degrees", kept=True)
            return None
        return spot
