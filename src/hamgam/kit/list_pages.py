"""A page of a list: its questions, its table, its columns to choose, its files to take away."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from hamgam.kit.columns import Table, Value, spoken
from hamgam.kit.exports import MOST_ROWS, Format, answer
from hamgam.kit.filters import Filter, asked_of
from hamgam.kit.kept import kept
from hamgam.kit.lists import PAGE_ROWS, Listing, listing
from hamgam.kit.words import say

M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
CHUNK = 1_000
EXPORT = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Generic[M, Row]):
    """A list that has a page. `title` is the key of its title, `empty` of the sentence that says
    what belongs there, `turn` makes rows to show of rows of the database, many at once."""

    table: Table[Row]
    title: str
    empty: str
    filters: Sequence[Filter] = ()
    turn: Callable[[Sequence[M]], Sequence[Row]] = lambda rows: cast(Any, rows)
    size: int = PAGE_ROWS

    def _lines(self, rows: QuerySet[M], request: HttpRequest) -> Iterator[list[Value]]:
        columns = self.table.chosen(request.GET)
        # In slices of the query, because an iterator would drop what is fetched along.
        for first in range(0, MOST_ROWS, CHUNK):
            found = list(rows[first : first + CHUNK])
            for row in self.turn(found):
                yield [value for column in columns for value in column.values(row)]
            if len(found) < CHUNK:
                return

    def exported(self, rows: QuerySet[M], request: HttpRequest, form: Format) -> HttpResponseBase:
        """What the address asks for as a file: the same rows, columns and order as the page."""
        language = spoken()
        heads = [head for column in self.table.chosen(request.GET) for head in column.heads()]
        lines = self._lines(self.table.sorted(rows, request.GET), request)
        return answer(form, heads, lines, (self.table.name, say(self.title, language)))

    def told(self, rows: QuerySet[M], request: HttpRequest) -> dict[str, Any]:
        """What `parts/list.html` paints."""
        asked = request.GET
        page: Listing[M] = listing(
            self.table.sorted(rows, asked),
            asked.get("page"),
            size=self.size,
            count=counted(rows, request),
        )
        return {
            "page": page,
            "list": {
                "name": self.table.name,
                "title": say(self.title, spoken()),
                "empty": say(self.empty, spoken()),
                "filters": asked_of(self.filters, asked),
                "heads": self.table.heads(asked),
                "body": self.table.body(self.turn(page.items), asked),
                "choices": self.table.choices(asked),
                "order": self.table.order(asked),
                "query": _kept(request),
                "forms": [form.value for form in Format],
            },
        }

    def answer(
        self, request: HttpRequest, rows: QuerySet[M], template: str, more: dict[str, Any]
    ) -> HttpResponseBase:
        """The page, or the file that its address asks for."""
        form = request.GET.get(EXPORT, "")
        if form in set(Format):
            return self.exported(rows, request, Format(form))
        answered: HttpResponse = render(request, template, self.told(rows, request) | more)
        return answered


def counted(rows: QuerySet[M], request: HttpRequest) -> int:
    """How many rows there are; asked once while nothing changes. The statement itself with all its
    values is the key, so that whoever may see other rows gets another count."""
    try:
        key: Hashable = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    return kept(request, ("count", key), rows.count)


def _kept(request: HttpRequest) -> str:
    """The part of an address that a saved view keeps."""
    asked = request.GET.copy()
    for name in ("page", EXPORT):
        asked.pop(name, None)
    for name in [name for name, values in asked.lists() if not any(values)]:
        asked.pop(name)
    return asked.urlencode()
