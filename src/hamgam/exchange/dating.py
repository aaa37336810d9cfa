"""From when to when each row is: the columns of dates, periods, and clocks that run in UTC.

A moment in UTC becomes the local day of its place. Times without a zone are local, unless the
column shows that they are UTC: its days begin and end at local midnight only when read so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from hamgam.exchange import days, systems
from hamgam.exchange.columns import Guess
from hamgam.exchange.days import DAY_MINUTES, Moment, Order
from hamgam.exchange.persian import latin_digits
from hamgam.exchange.table import Cell, Fault, Table

_MOST = 0.8
_BIG_COLUMN = 2_000
KEPT = "the row is kept without this date"
EXAMPLE = "for example 1405/07/03, 2026-09-25 or ۳ مهر ۱۴۰۵"

Moments = list[Moment | None]


@dataclass(slots=True, kw_only=True)
class Dating:
    """By row position, the first and the last day (None when not told); and what there is to
    say."""

    begins: list[date | None]
    ends: list[date | None]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _cells(table: Table, column: str) -> list[Cell]:
    at = table.columns.index(column)
    return [row[at] for row in table.rows]


def is_blank(cell: Cell) -> bool:
    """Whether a cell tells nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u200c-–—"))


class _Reader:
    """Reads the columns of dates of one table and collects their faults."""

    def __init__(self, table: Table, short_years: bool) -> None:
        self.table = table
        self.short_years = short_years
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def _order(self, column: str, cells: Sequence[Cell]) -> Order:
        order = days.order_of(cells)
        if order is Order.MIXED:
            self.notes.append(
                f"WARNING: {column} writes the day first in some rows and the month first in others"
            )
        return order

    def _one(self, row: int, column: str, cell: Cell, order: Order) -> list[Moment]:
        found = []
        for part in days.parts(cell):
            if is_blank(part):
                continue
            try:
                found.append(days.moment(part, order, short_years=self.short_years))
            except ValueError as error:
                self.faults.append(
                    Fault(
                        row=self.table.numbers[row],
                        field=column,
                        value=str(part)[:80],
                        reason=str(error),
                        hint=f"{EXAMPLE}; {KEPT}",
                    )
                )
        return found

    def column(self, column: str, pick: Callable[[list[Moment]], Moment]) -> Moments:
        """The moments of a column; `pick` chooses where a cell lists several."""
        cells = _cells(self.table, column)
        order = self._order(column, cells)
        found: Moments = []
        for row, cell in enumerate(cells):
            moments = [] if is_blank(cell) else self._one(row, column, cell, order)
            found.append(pick(moments) if moments else None)
        return found

    def period(self, column: str) -> tuple[Moments, Moments]:
        """The first and last moments of a column of periods."""
        cells = _cells(self.table, column)
        halves = [
            [days.ends_of(str(part)) for part in days.parts(cell)] if not is_blank(cell) else []
            for cell in cells
        ]
        order = self._order(column, [half for pairs in halves for pair in pairs for half in pair])
        begins, ends = [], []
        for row, pairs in enumerate(halves):
            first = [m for a, _ in pairs for m in self._one(row, column, a, order)]
            last = [m for _, b in pairs for m in self._one(row, column, b, order)]
            begins.append(min(first, key=_clock) if first else None)
            ends.append(max(last, key=_clock) if last and len(last) == len(pairs) else None)
        return begins, ends


def _clock(moment: Moment) -> tuple[date, int]:
    return moment.day, moment.minute or 0


def _earliest(moments: list[Moment]) -> Moment:
    return min(moments, key=_clock)


def _latest(moments: list[Moment]) -> Moment:
    return max(moments, key=_clock)


def _fill(into: Moments, more: Moments) -> Moments:
    return [a or b for a, b in zip(into, more, strict=True)]


def _zone(centre: tuple[float, float] | None) -> tzinfo | None:
    """The time zone of the table's middle; the sun's hour where no region is known."""
    if centre is None:
        return None
    name = systems.zone_at(*centre)
    return ZoneInfo(name) if name else timezone(timedelta(hours=round(centre[0] / 15)))


def _local(moment: Moment, zone: tzinfo) -> Moment:
    at = datetime(moment.day.year, moment.day.month, moment.day.day, tzinfo=UTC)
    there = (at + timedelta(minutes=moment.minute or 0)).astimezone(zone)
    return Moment(there.date(), there.hour * 60 + there.minute)


def _is_midnight(moment: Moment) -> bool:
    return moment.minute in (0, DAY_MINUTES - 1, DAY_MINUTES)


def _speaks_utc(begins: Moments, ends: Moments, zone: tzinfo) -> bool:
    """Whether times without a zone are UTC's: none falls on midnight as written, and read as UTC
    nearly all do, or both of one row do."""
    plain = [
        (a, b)
        for a, b in zip(begins, ends, strict=True)
        if any(m and m.minute is not None and not m.utc for m in (a, b))
    ][:_BIG_COLUMN]
    told = [m for pair in plain for m in pair if m and m.minute is not None]
    if not told or any(_is_midnight(m) for m in told):
        return False
    hits = sum(_is_midnight(_local(m, zone)) for m in told)
    whole = any(
        a
        and b
        and None not in (a.minute, b.minute)
        and _is_midnight(_local(a, zone))
        and _is_midnight(_local(b, zone))
        for a, b in plain
    )
    return whole or (len(told) > 1 and hits >= _MOST * len(told))


def find_dates(table: Table, guess: Guess, centre: tuple[float, float] | None) -> Dating:
    """The rows' first and last days; `centre` is where the table lies, for its local days."""
    spoken = max(guess.languages, key=lambda code: guess.languages[code], default="")
    reader = _Reader(table, short_years=spoken != "fa")
    begins: Moments = [None] * len(table.rows)
    ends: Moments = [None] * len(table.rows)
    for column in guess.columns.get("begins", ()):
        begins = _fill(begins, reader.column(column, _earliest))
    for column in guess.columns.get("ends", ()):
        ends = _fill(ends, reader.column(column, _latest))
    period = guess.first("period")
    if period and not (all(begins) and all(ends)):
        first, last = reader.period(period)
        untold = [a is None and b is None for a, b in zip(begins, ends, strict=True)]
        begins = [b if bare else a for a, b, bare in zip(begins, first, untold, strict=True)]
        ends = [b if bare else a for a, b, bare in zip(ends, last, untold, strict=True)]
    zone = _zone(centre)
    if zone and _speaks_utc(begins, ends, zone):
        reader.notes.append(
            f"WARNING: its times say no zone and fit UTC; read as local days of {zone}"
        )
        begins, ends = (
            [m and Moment(m.day, m.minute, utc=m.minute is not None) for m in column]
            for column in (begins, ends)
        )
    dating = Dating(
        begins=[_first_day(m, zone) for m in begins],
        ends=[_last_day(m, zone, instants=table.instants) for m in ends],
        faults=reader.faults,
        notes=reader.notes,
    )
    _order_ends(dating, table)
    return dating


def _first_day(moment: Moment | None, zone: tzinfo | None) -> date | None:
    if moment is None:
        return None
    return _local(moment, zone).day if moment.utc and zone else moment.day


def _last_day(moment: Moment | None, zone: tzinfo | None, *, instants: bool) -> date | None:
    if moment is None:
        return None
    there = _local(moment, zone) if moment.utc and zone else moment
    if instants and there.minute == 0:
        return there.day - timedelta(days=1)
    return there.day


def _order_ends(dating: Dating, table: Table) -> None:
    """Take out the ends that lie before their begins."""
    for i, (begins, ends) in enumerate(zip(dating.begins, dating.ends, strict=True)):
        if begins and ends and ends < begins:
            if table.instants and (begins - ends).days == 1:
                dating.ends[i] = begins
                continue
            dating.faults.append(
                Fault(
                    row=table.numbers[i],
                    field="ends",
                    value=str(ends),
                    reason=f"it ends before it begins ({begins})",
                    hint=f"swap or correct the dates; {KEPT}",
                )
            )
            dating.ends[i] = None


def told_share(cells: Sequence[Cell]) -> float:
    """The share of a sample of cells that tell a date, 0 to 1; 1 when all are blank."""
    sample = [part for cell in cells if not is_blank(cell) for part in days.parts(cell)][:50]
    return sum(map(_tells, sample)) / len(sample) if sample else 1.0


def span_columns(table: Table, used: Collection[str]) -> tuple[str, str] | None:
    """The two columns that must be first and last day, though their names do not say so.

    They are the only two unused columns whose every cell is a written date, and the first lies
    never after the second.
    """
    found = [name for name in table.columns if name not in used and _is_written(table, name)]
    if len(found) != 2:
        return None
    dating = find_dates(table, Guess(columns={"begins": (found[0],), "ends": (found[1],)}), None)
    return (found[0], found[1]) if not dating.faults else None


def _is_written(table: Table, column: str) -> bool:
    """Whether a column holds nothing but dates with their signs, no bare numbers."""
    cells = [cell for cell in _cells(table, column) if not is_blank(cell)]
    texts = [cell for cell in cells if isinstance(cell, str) and not _is_bare(cell)]
    return bool(texts) and len(texts) == len(cells) and all(map(_is_day, texts))


def _is_bare(text: str) -> bool:
    """Whether a text is a bare number, which may be anything."""
    return latin_digits(text).replace(".", "", 1).strip().isdecimal()


def _is_day(cell: Cell) -> bool:
    try:
        days.moment(cell)
    except ValueError:
        return False
    return True


def _tells(cell: Cell) -> bool:
    try:
        days.moment(cell)
    except ValueError:
        return (
            isinstance(cell, str) and any(letter.isdecimal() for letter in cell) and len(cell) <= 25
        )
    return True
