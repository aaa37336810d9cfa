"""A table as people read it and take it away: columns as data, chosen, sorted, painted, exported.

A column carries its value for the export and, where words and marks say it better, its own HTML
for the page. One table serves the page, the workbook and the CSV, so that what is exported is what
the page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hamgam.kit import dates, digits
from hamgam.kit.words import Language, language_of, say

Row = TypeVar("Row")
M = TypeVar("M", bound=Model)
Value = str | int | float | bool | date | datetime | None
SORT, CHOSEN = "sort", "cols"
"""What the questions of an address are called."""


def spoken() -> Language:
    """The language of the page."""
    return language_of(get_language())


def _nothing(row: object) -> Value:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[Row]):
    """One of the columns a file carries for a column that paints several things."""

    heading: str
    value: Callable[[Row], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column. `heading` is the key of its sentence, `unit` of the small word below it;
    `order` are the database columns it is sorted by, empty for one that cannot be sorted; `parts`
    are what a file carries for it, itself when there are none."""

    key: str
    heading: str
    value: Callable[[Row], Value] = _nothing
    paint: Callable[[Row], str] | None = None
    parts: tuple[Part[Row], ...] = ()
    order: tuple[str, ...] = ()
    is_usual: bool = True
    is_figure: bool = False
    unit: str = ""

    def heads(self) -> list[str]:
        """The headings a file carries for it."""
        language = spoken()
        if self.parts:
            return [say(part.heading, language) for part in self.parts]
        unit = f" ({say(self.unit, language)})" if self.unit else ""
        return [say(self.heading, language) + unit]

    def values(self, row: Row) -> list[Value]:
        """What a file carries for it."""
        return [part.value(row) for part in self.parts] if self.parts else [self.value(row)]

    def cell(self, row: Row) -> str:
        """What the page shows in it, safe as HTML."""
        told = shown(self.value(row)) if self.paint is None else self.paint(row)
        return conditional_escape(told)


def shown(value: Value) -> str:
    """A value as people read it; a dash for nothing."""
    language = spoken()
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return say(f"furniture.{'yes' if value else 'no'}", language)
    if isinstance(value, datetime):
        return dates.moment(value, language, settings.TIME_ZONE)
    if isinstance(value, date):
        return dates.long_day(value, language)
    if isinstance(value, (int, float)):
        places = 0 if float(value).is_integer() or abs(value) >= 100 else 1
        return digits.grouped(value, language, places=places)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The heading of a column on the page; `way` is how it is sorted now, empty when it is not,
    and `to` how it will be after a click, empty when it cannot be sorted."""

    label: str
    unit: str
    is_figure: bool
    way: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A column in the list of columns to choose from."""

    key: str
    label: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """A table by its name, its columns and the order it stands in unless asked otherwise; `-` in
    front turns the order round."""

    name: str
    columns: Sequence[Column[Row]]
    usual_order: str

    def chosen(self, asked: QueryDict) -> list[Column[Row]]:
        """The columns an address asks for, in the table's order; the usual ones when it names
        none that there is."""
        keys = set(asked.getlist(CHOSEN))
        found = [column for column in self.columns if column.key in keys]
        return found or [column for column in self.columns if column.is_usual]

    def order(self, asked: QueryDict) -> str:
        """The order an address asks for, the usual one when it asks for none that there is."""
        wanted = asked.get(SORT, self.usual_order)
        sorts = {column.key for column in self.columns if column.order}
        return wanted if wanted.removeprefix("-") in sorts else self.usual_order

    def sorted(self, rows: QuerySet[M], asked: QueryDict) -> QuerySet[M]:
        """Rows in the order asked for; the latest entered last among equals."""
        order = self.order(asked)
        key, turn = order.removeprefix("-"), order[:1] == "-"
        column = next((column for column in self.columns if column.key == key), None)
        names = column.order if column else (key,)
        return rows.order_by(*(_turned(name, turn) for name in names), "pk")

    def heads(self, asked: QueryDict) -> list[Head]:
        """The headings of the chosen columns."""
        order, language = self.order(asked), spoken()
        return [
            Head(
                label=say(column.heading, language),
                unit=say(column.unit, language) if column.unit else "",
                is_figure=column.is_figure,
                way=_way(column.key, order),
                to=_next(column.key, order) if column.order else "",
            )
            for column in self.chosen(asked)
        ]

    def choices(self, asked: QueryDict) -> list[Choice]:
        """Every column, and whether it is shown."""
        here, language = {column.key for column in self.chosen(asked)}, spoken()
        return [
            Choice(key=column.key, label=say(column.heading, language), is_shown=column.key in here)
            for column in self.columns
        ]

    def body(self, rows: Sequence[Row], asked: QueryDict) -> SafeString:
        """The rows as the page paints them; joined here, because a list is mostly its cells."""
        language = spoken()
        told = [(c, _opening(c, say(c.heading, language))) for c in self.chosen(asked)]
        lines = [
            "".join(f"{opening}{column.cell(row)}</td>" for column, opening in told) for row in rows
        ]
        return mark_safe("".join(f"<tr>{line}</tr>\n" for line in lines))  # noqa: S308 - of cells


def _opening(column: Column[Any], label: str) -> SafeString:
    figure = mark_safe(' class="n"') if column.is_figure else ""
    return format_html('<td{} data-l="{}">', figure, label)


def _turned(name: str, turn: bool) -> str:
    if not turn:
        return name
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _way(key: str, order: str) -> str:
    if order.removeprefix("-") != key:
        return ""
    return "descending" if order.startswith("-") else "ascending"


def _next(key: str, order: str) -> str:
    return f"-{key}" if order == key else key
