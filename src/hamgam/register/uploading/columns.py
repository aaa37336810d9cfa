"""The columns of a waiting file: what each was taken for, what stands in it, what was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hamgam.exchange.columns import field_names, plain
from hamgam.exchange.dating import is_blank
from hamgam.exchange.options import ReadOptions
from hamgam.exchange.read import tables_of
from hamgam.exchange.rows import written
from hamgam.exchange.table import Table, UnreadableError, from_bytes, to_bytes
from hamgam.register.uploading.said import Said

TABLES = "tables.bin"
SAMPLES = 3
SAMPLE_LETTERS = 60
NOT_ASKED = frozenset({"agency", "point", "start_point", "end_point", "asked", "answered"})
"""Fields that a person is not asked about: whose file it is, is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenColumn:
    """One column of the file: its name, some of what stands in it, what it is taken for (empty
    when it is left out)."""

    name: str
    samples: Sequence[str]
    field: str


def tables_in(path: Path) -> list[Table]:
    """The file's tables, parsed once and kept beside it. Raises UnreadableError."""
    kept = path.parent / TABLES
    if kept.is_file():
        return from_bytes(kept.read_bytes())
    tables = tables_of(path, ReadOptions())
    fresh = path.parent / f"{TABLES}.new"
    fresh.write_bytes(to_bytes(tables))
    fresh.replace(kept)
    return tables


def readable_tables(path: Path) -> list[Table]:
    """The file's tables; none when it cannot be read."""
    try:
        return tables_in(path)
    except UnreadableError:
        return []


def head_of(tables: Sequence[Table]) -> str:
    """A mark of the first table's heading: the same for next season's file."""
    names = sorted(plain(name) for name in tables[0].columns) if tables else []
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def heeded(tables: Sequence[Table], said: Said) -> list[Table]:
    """The tables without the columns that were left out."""
    left_out = set(said.ignored)
    return [_without(table, left_out) for table in tables] if left_out else list(tables)


def _without(table: Table, names: set[str]) -> Table:
    stay = [at for at, name in enumerate(table.columns) if name not in names]
    return replace(
        table,
        columns=[table.columns[at] for at in stay],
        rows=[[row[at] for at in stay] for row in table.rows],
        shapes={name: shapes for name, shapes in table.shapes.items() if name not in names},
    )


def asked_fields() -> list[str]:
    """The fields a column may be said to be."""
    return [name for name in field_names() if name not in NOT_ASKED]


def seen_columns(tables: Sequence[Table], taken: Mapping[str, str]) -> list[SeenColumn]:
    """The first table's columns; `taken` names, by field, the columns it was read from, several
    joined with ` + `."""
    if not tables:
        return []
    users: dict[str, str] = {}
    # A column of words tells both whether it is a work and which: people know it as the latter.
    for own, names in sorted(taken.items(), key=lambda pair: pair[0] == "kind"):
        for name in names.split(" + "):
            users.setdefault(name, own)
    return [
        SeenColumn(name=name, samples=_samples(tables[0], at), field=users.get(name, ""))
        for at, name in enumerate(tables[0].columns)
    ]


def _samples(table: Table, at: int) -> list[str]:
    found: list[str] = []
    for row in table.rows:
        if not is_blank(row[at]) and (text := written(row[at])[:SAMPLE_LETTERS]) not in found:
            found.append(text)
            if len(found) == SAMPLES:
                break
    return found


def said_by(asked: Mapping[str, str], seen: Sequence[SeenColumn], before: Said) -> Said:
    """What a person's answers say, beside what was guessed: `asked` names a field by column.

    Only what differs from the guess is kept, so that columns read together stay together.
    """
    fields = {own: name for own, name in before.fields.items() if asked.get(name, own) == own}
    ignored = {name for name in before.ignored if not asked.get(name)}
    for column in seen:
        wanted = asked.get(column.name)
        if wanted is None or wanted == column.field:
            continue
        if wanted:
            fields[wanted] = column.name
        else:
            ignored.add(column.name)
    return replace(before, fields=fields, ignored=sorted(ignored), is_settled=True)
