"""The TOML and CSV files of a city's folder, read so that every fault tells its file and key."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from hamgam.exchange.city.values import LANGUAGES, Names
from hamgam.exchange.misread import Misread

T = TypeVar("T")
_REQUIRED: Any = object()


class Faults:
    """What is wrong with a folder, gathered while it is read."""

    def __init__(self) -> None:
        self.told: list[Misread] = []

    def add(
        self,
        file: str,
        field: str,
        reason: str,
        *,
        row: int = 0,
        value: object = "",
        hint: str = "",
    ) -> None:
        """One more thing that is wrong."""
        self.told.append(
            Misread(where=file, row=row, field=field, value=str(value), reason=reason, hint=hint)
        )


class Table:
    """One table of a TOML file; a key that is absent or of the wrong type is told and defaulted."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str, faults: Faults) -> None:
        self._values, self._file, self._path, self._faults = values, file, path, faults
        self._asked: set[str] = set()

    def fault(self, key: str, reason: str, value: object = "", hint: str = "") -> None:
        """Tells what is wrong with one of the table's keys."""
        self._faults.add(self._file, f"{self._path}{key}", reason, value=value, hint=hint)

    def get(self, key: str, kind: type[T], default: T = _REQUIRED) -> T:
        """The value of a key, the default when it is absent; booleans are no numbers."""
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is _REQUIRED:
            self.fault(key, "missing", hint=f"a {kind.__name__} is needed")
            return kind()
        if kind is float and type(value) is int:
            value = float(value)
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return value
        self.fault(key, "of the wrong type", value, f"a {kind.__name__} is needed")
        return kind()

    def positive(self, key: str) -> float:
        """A number above zero."""
        number = self.get(key, float)
        if not 0 < number < float("inf"):
            self.fault(key, "not a positive number", number)
            return 1.0
        return number

    def names(self, key: str = "names") -> Names:
        """A name in every language; keys of other languages are welcome."""
        table = self.table(key)
        told = {code: table.get(code, str, "").strip() for code in LANGUAGES}
        for code, name in told.items():
            if not name:
                table.fault(code, "has no name in this language")
        return told

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        listed: list[Any] = self.get(key, list, [])
        for item in listed:
            if not isinstance(item, str):
                self.fault(key, "holds what is no text", item)
        return tuple(item for item in listed if isinstance(item, str))

    def table(self, key: str) -> Table:
        """A table within this one; an empty one when it is missing, which is told."""
        inner: dict[str, Any] = self.get(key, dict)
        return Table(inner, self._file, f"{self._path}{key}.", self._faults)

    def tables(self, key: str) -> list[Table]:
        """The tables listed under a key, none when it is absent."""
        listed: list[Any] = self.get(key, list, [])
        found = []
        for number, item in enumerate(listed, start=1):
            if isinstance(item, dict):
                found.append(Table(item, self._file, f"{self._path}{key}[{number}].", self._faults))
            else:
                self.fault(f"{key}[{number}]", "no table", item)
        return found

    def refuse_others(self) -> None:
        """Tells every key that nobody asked for: a misspelt key must not pass in silence."""
        for key in self._values.keys() - self._asked:
            self.fault(key, "unknown key", hint=f"known here: {', '.join(sorted(self._asked))}")


def read_toml(folder: Path, file: str, faults: Faults) -> Table:
    """The top table of a file; an empty one when the file is absent or no TOML, which is told."""
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.add(file, "", "missing", hint=f"a city's folder holds {file}")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.add(file, "", f"cannot be read: {error}")
    return Table(values, file, "", faults)


def read_rows(
    folder: Path, file: str, columns: tuple[str, ...], faults: Faults
) -> Iterator[tuple[int, dict[str, str]]]:
    """The data rows of a CSV file with their numbers from 1; a row with a short tail is told."""
    try:
        text = (folder / file).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.add(file, "", "missing", hint=f"a city's folder holds {file}")
        return
    except (OSError, UnicodeDecodeError) as error:
        faults.add(file, "", f"cannot be read: {error}")
        return
    reader = csv.DictReader(text.splitlines(), restval="")
    absent = [column for column in columns if column not in (reader.fieldnames or ())]
    for column in absent:
        faults.add(file, column, "missing column", hint=f"needed: {', '.join(columns)}")
    if not absent:
        yield from enumerate(
            ({column: row[column].strip() for column in columns} for row in reader), start=1
        )
