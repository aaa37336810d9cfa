"""One table's way to works: its columns found, its places, its dates, its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import middle
from hamgam.engine.works import Certainty, Work
from hamgam.exchange import columns, dating
from hamgam.exchange.city.values import City
from hamgam.exchange.columns import Guess
from hamgam.exchange.misread import Misread
from hamgam.exchange.options import ReadOptions
from hamgam.exchange.places import StreetIndex, locate
from hamgam.exchange.rows import Placed, Rows, certainties, works_of
from hamgam.exchange.spots import Spots, find_spots, number_of
from hamgam.exchange.systems import Box
from hamgam.exchange.table import OWN_SHAPE, Cell, Fault, Table

READ_AS = "نشانی خوانده‌شده"
"""The name under which `told` says how an address was understood."""
_MOST = 0.5
_SAMPLE_CELLS = 50
_NUMBERS = frozenset(
    (
        "latitude", "longitude", "end_latitude", "end_longitude", "x", "y", "end_x", "end_y",
        "area_m2", "length_m", "depth_m",
    )
)  # fmt: skip
_DAYS = frozenset(("begins", "ends", "submitted"))
_SHAPES = frozenset(("wkt", "start_point", "end_point"))


class Intake:
    """Reads one table of one file; `misread` and `notes` grow as it goes."""

    def __init__(
        self, path: Path, table: Table, options: ReadOptions, streets: StreetIndex | None
    ) -> None:
        self.path = path
        self.table = table
        self.options = options
        self.streets = streets
        self.misread: list[Misread] = []
        self.notes: list[str] = list(table.notes)
        self.readings: dict[int, str] = {}
        """By row position, how an address was understood."""
        self.guess = self._with_days(columns.guess(table.columns, self._fits, self._given()))

    def works(self, fallback_agency: str | None) -> list[Work]:
        """The rows as works; `fallback_agency` owns the rows of a list that names nobody."""
        self._tell(self.table.faults)
        rows = Rows(self.table, self.guess)
        spots = find_spots(
            self.table, self.guess, given_crs=self.options.crs, city=box_of(self.options.city)
        )
        self._tell(spots.faults)
        self.notes += spots.notes
        placed = self._placed(rows, spots)
        centre = middle(shapely.get_coordinates(spots.shapes))
        dates = dating.find_dates(self.table, self.guess, centre)
        self._tell(dates.faults)
        self.notes += dates.notes
        works = works_of(
            rows, placed, dates, where=self.path.name, stem=self.path.stem,
            agency=self._owner(fallback_agency),
        )  # fmt: skip
        works = [
            replace(work, told={**work.told, READ_AS: self.readings[i]})
            if i in self.readings
            else work
            for i, work in enumerate(works)
        ]
        self._tell(rows.faults)
        self._tell_what_is_missing(works)
        return works

    def _with_days(self, guess: Guess) -> Guess:
        """The guess with the two columns that can only be first and last day, if no name told."""
        if any(own in guess.columns for own in ("begins", "ends", "period")):
            return guess
        used = {name for names in guess.columns.values() for name in names}
        span = dating.span_columns(self.table, used)
        if span is None:
            return guess
        self.notes.append(f"WARNING: {span[0]} and {span[1]} are taken for first and last day")
        days = {"begins": (span[0],), "ends": (span[1],)}
        return Guess(columns={**guess.columns, **days}, languages=guess.languages)

    def _owner(self, fallback: str | None) -> str | None:
        if self.options.default_agency or self.guess.first("agency") or fallback is None:
            return self.options.default_agency
        self.notes.append(f"it names no agency: its works are taken for those of {fallback!r}")
        return fallback

    def _given(self) -> dict[str, str]:
        """The columns that the caller named, by field; what does not exist is told."""
        wanted = dict(self.options.map)
        if self.options.agency is not None:
            wanted["agency"] = self.options.agency
        given = {}
        for name, told in wanted.items():
            own = columns.field_of(name)
            column = columns.column_named(
                told, [*self.table.columns, *filter(None, self.table.shapes)]
            )
            if own is None:
                known = ", ".join(columns.field_names())
                self._say("", name, "there is no such field to map", f"fields are {known}")
            elif column is None:
                near = columns.near(told, self.table.columns) or self.table.columns[:12]
                self._say(
                    own, told, "there is no such column", f"columns are called {', '.join(near)}"
                )
            else:
                given[own] = column
        return given

    def _say(self, name: str, value: str, reason: str, hint: str) -> None:
        self.misread.append(
            Misread(where=self.path.name, row=0, field=name, value=value, reason=reason, hint=hint)
        )

    def _tell(self, faults: Sequence[Fault]) -> None:
        self.misread += [
            Misread(
                where=self.path.name, row=fault.row, field=fault.field, value=fault.value,
                reason=fault.reason, hint=fault.hint, kept=fault.kept,
            )
            for fault in faults
        ]  # fmt: skip

    def _cells(self, column: str) -> list[Cell]:
        """The first cells of a column that tell something."""
        at = self.table.columns.index(column)
        found: list[Cell] = []
        for row in self.table.rows:
            if not dating.is_blank(row[at]):
                found.append(row[at])
                if len(found) == _SAMPLE_CELLS:
                    break
        return found

    def _fits(self, own: str, column: str) -> bool:
        """Whether the cells of a column can be the field that its name suggests."""
        if column in self.table.shapes:
            return own in _SHAPES or own == "point"
        if own in _SHAPES:
            return False
        cells = self._cells(column)
        if not cells:
            return False
        if own in _NUMBERS:
            return sum(number_of(cell) is not None for cell in cells) >= _MOST * len(cells)
        if own in _DAYS:
            return dating.told_share(cells) >= _MOST
        return own != "ref" or not all(isinstance(cell, bool) for cell in cells)

    def _placed(self, rows: Rows, spots: Spots) -> Placed:
        """The places found, and for rows without one the place that their address names."""
        shapes: list[BaseGeometry | None] = list(spots.shapes)
        lengths = [None if (n := number_of(cell)) is None else n for cell in rows.cells("length_m")]
        refs, projects = rows.texts("ref"), rows.texts("project")
        sites = [projects[i] or refs[i] or str(i) for i in range(len(shapes))]
        told = rows.told_meanings("certainty", Certainty)
        found = certainties(shapes, lengths, sites, spots.between)
        sure = [a or b for a, b in zip(told, found, strict=True)]
        streets = [""] * len(shapes)
        if self.streets is not None:
            self._locate(self.streets, rows, shapes, sure, streets)
        return Placed(shapes=shapes, certainty=sure, streets=streets)

    def _locate(
        self, index: StreetIndex, rows: Rows, shapes: list[BaseGeometry | None],
        sure: list[Certainty], streets: list[str],
    ) -> None:  # fmt: skip
        roads = rows.texts("street")
        for i, address in enumerate(rows.texts("address")):
            told = address or roads[i]
            if shapes[i] is not None or not told.strip():
                continue
            found = locate(told, index)
            if isinstance(found, str) and roads[i] and roads[i] not in told:
                found = locate(f"{roads[i]}، {told}", index)
            if isinstance(found, str):
                self._tell(
                    [
                        Fault(
                            row=self.table.numbers[i],
                            field="address",
                            value=told[:120],
                            reason=found,
                            hint="«خیابان …، حدفاصل … تا …»; the row is kept without its place",
                        )
                    ]
                )
                continue
            shapes[i], sure[i], streets[i] = found.geometry, found.certainty, found.street
            self.readings[i] = found.reading

    def _tell_what_is_missing(self, works: Sequence[Work]) -> None:
        """List the rows that stay without a place or without dates, unless told already."""
        told = {(m.row, _topic(m.field, self.guess)) for m in self.misread if m.row}
        for number, work in zip(self.table.numbers, works, strict=True):
            missing = (
                ("place", not work.is_placed, "the row tells no place"),
                ("dates", work.begins is None, "the row does not tell when it begins"),
                (
                    "dates",
                    work.begins is not None and work.ends is None,
                    "the row does not tell when it ends",
                ),
            )
            for topic, applies, reason in missing:
                if applies and (number, topic) not in told:
                    name = {
                        "place": "geometry",
                        "dates": "begins" if work.begins is None else "ends",
                    }[topic]
                    hint = "kept; no search in space or time can find it"
                    self._tell([Fault(row=number, field=name, value="", reason=reason, hint=hint)])


def _topic(name: str, guess: Guess) -> str:
    """Whether a fault's field speaks of the place or of the dates."""
    dates = {"ends", "begins"}.union(
        *(guess.columns.get(own, ()) for own in ("begins", "ends", "period"))
    )
    places = {"geometry", "address", OWN_SHAPE}.union(
        *(guess.columns.get(own, ()) for own in ("wkt", "start_point", "end_point", "point"))
    )
    return "dates" if name in dates else "place" if name in places else ""


def box_of(city: City | None) -> Box | None:
    """The box in degrees around a city's zones and streets."""
    if city is None:
        return None
    shapes = [zone.geometry for zone in city.zones] + [street.line for street in city.streets]
    west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
    return float(west), float(south), float(east), float(north)
