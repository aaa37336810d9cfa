"""Microsoft Project's XML (MSPDI): tables of its tasks, links, assignments, free days, and its
head.

No entity is ever resolved. Names of persons (resources) are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

# The package ships no types.
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped] # it has no stubs
from defusedxml.ElementTree import parse  # type: ignore[import-untyped] # it has no stubs

from hamgam.exchange.table import Cell, Table, UnreadableError

HEAD = ("Title", "Name", "MinutesPerDay", "CalendarUID", "StatusDate", "CurrencyCode")
TASK = (
    "UID", "Name", "OutlineLevel", "Summary", "Milestone", "Start", "ActualStart", "Duration",
    "RemainingDuration", "PercentComplete", "RemainingCost", "ConstraintType", "ConstraintDate",
    "IsNull", "Active",
)  # fmt: skip
LINK = ("PredecessorUID", "Type", "LinkLag", "LagFormat", "CrossProject")
ASSIGNMENT = ("TaskUID", "ResourceUID", "Units")
RESOURCE = ("UID", "Type", "MaxUnits")
DAY = ("DayType", "DayWorking")


def tables(path: Path) -> list[Table]:
    """Head, tasks, links, assignments, resources and calendar days, each one table."""
    try:
        root = parse(str(path), forbid_dtd=True).getroot()
    except DefusedXmlException as error:
        raise UnreadableError("it declares entities, which are never read") from error
    except ParseError as error:
        raise UnreadableError(f"it is not XML: {error}", "save it as XML (MSPDI)") from error
    if _local(root) != "Project":
        raise UnreadableError(
            "it is XML, but no schedule of Microsoft Project", "save it as XML (MSPDI)"
        )
    tasks = list(_below(root, "Tasks", "Task"))
    return [
        _table(HEAD, [_texts(root, HEAD)]),
        _table(TASK, [_texts(task, TASK) for task in tasks]),
        _table(("UID", *LINK), [row for task in tasks for row in _links(task)]),
        _table(
            ASSIGNMENT, [_texts(e, ASSIGNMENT) for e in _below(root, "Assignments", "Assignment")]
        ),
        _table(RESOURCE, [_texts(e, RESOURCE) for e in _below(root, "Resources", "Resource")]),
        _table(("CalendarUID", *DAY, "From", "To"), list(_days(root))),
    ]


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _below(element: Element, *names: str) -> Iterable[Element]:
    """The elements at the end of a path of names."""
    if not names:
        yield element
        return
    for child in element:
        if _local(child) == names[0]:
            yield from _below(child, *names[1:])


def _texts(element: Element, names: Sequence[str]) -> dict[str, Cell]:
    told = {_local(child): (child.text or "").strip() for child in element if not len(child)}
    return {name: told.get(name) for name in names}


def _links(task: Element) -> Iterable[dict[str, Cell]]:
    uid = _texts(task, ("UID",))
    for link in _below(task, "PredecessorLink"):
        yield {**uid, **_texts(link, LINK)}


def _days(root: Element) -> Iterable[dict[str, Cell]]:
    """Week days (DayType 1 Sunday to 7 Saturday) and exceptions (0, or none) of each calendar."""
    for calendar in _below(root, "Calendars", "Calendar"):
        uid = _texts(calendar, ("UID",))["UID"]
        groups = (("WeekDays", "WeekDay"), ("Exceptions", "Exception"))
        for names in groups:
            for day in _below(calendar, *names):
                for period in list(_below(day, "TimePeriod")) or [day]:
                    span = {"From": "FromDate", "To": "ToDate"}
                    told = _texts(period, tuple(span.values()))
                    yield {
                        "CalendarUID": uid,
                        **_texts(day, DAY),
                        **{name: told[source] for name, source in span.items()},
                    }


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> Table:
    return Table(
        columns=list(columns),
        rows=[[row.get(name) for name in columns] for row in rows],
        numbers=list(range(1, len(rows) + 1)),
    )
