"""What a reader could not take, row by row, with the reason and what would be right."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMED = re.compile(r"([\w.]+(?:\[.*?\][\w.]*)*): (.+)", re.DOTALL)
_LAST = re.compile(r"\.(\w+(?:\[[^\]]*\])?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """One thing in one place of a file that could not be read as it stands.

    `kept` tells whether the row stands in the result all the same (without what could not be
    read). `row` counts data rows from 1; 0 speaks of the whole file. `hint` says what would be
    right.
    """

    where: str
    row: int
    field: str
    value: str
    reason: str
    hint: str = ""
    kept: bool = False

    def __str__(self) -> str:
        place = f"{self.where}, row {self.row}" if self.row else self.where
        what = (
            f", {self.field}" + (f" = {self.value!r}" if self.value else "") if self.field else ""
        )
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}{what}: {self.reason}{advice}"


def misfit(where: str, error: ValueError, path: str = "") -> Misread:
    """What values of ours have against each other: their messages begin with the field they name.

    `path` is where the value stands in the file; of the field then only its last name is told.
    """
    named = _NAMED.fullmatch(str(error))
    field, reason = named.groups() if named else ("", str(error))
    if path:
        last = _LAST.search(field)
        field = f"{path}.{last[1]}" if last else path
    return Misread(where=where, row=0, field=field, value="", reason=reason)
