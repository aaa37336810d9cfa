"""`hamgam requests`: the complaints line's export, laid beside what people report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from hamgam.web.commands.start import platform, refuse, say

if TYPE_CHECKING:
    from hamgam.exchange.complaints import Complaint
    from hamgam.service.actions.importing import Judged

REASONS = {
    "kind": "the city has no such kind of problem",
    "outside": "outside the city",
    "place": "no street of that name, and no agency named",
    "many": "more rows than one file may hold",
}


def _read(files: tuple[Path, ...]) -> Judged:
    """What the files bring; every row that cannot come is said."""
    from hamgam.exchange.complaints import read_complaints
    from hamgam.service.actions.importing import judged

    rows: list[Complaint] = []
    for file in files:
        read = read_complaints(file)
        rows += read.rows
        for misread in read.misread:
            say(str(misread))
    found = judged(rows)
    for lost in found.misread:
        say(f"{lost.where}, row {lost.row}, {lost.field} = {lost.value!r}: {REASONS[lost.reason]}")
    return found


def requests(*files: Path, check: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Bring in the 137 line's export; the same number is the same report.

    Parameters
    ----------
    files:
        CSV, Excel, or Open311 GeoReport v2 in XML or JSON.
    check:
        Only say what would come and what could not; change nothing.
    """
    if not files:
        return refuse("Name at least one file.")
    platform()
    from hamgam.agencies.acting import job
    from hamgam.kit.refusals import Refused
    from hamgam.service.actions.importing import import_reports

    found = _read(files)
    if not found.rows:
        return refuse("No complaint could be read.")
    if check:
        say(f"{len(found.rows)} complaints are ready; nothing was saved")
        return 0
    try:
        told = import_reports(by=job("requests"), rows=found.rows, source=files[0].name)
    except Refused as refusal:
        return refuse(f"refused: {refusal}")
    say(f"{told.recorded} new, {told.changed} went further, {told.unchanged} unchanged")
    return 0
