"""Any agency's files as works: the one door for readers of foreign files.

Each file is parsed in a child process; its columns are guessed or given; every row becomes a work,
and every doubt a Misread.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hamgam.engine.works import Work
from hamgam.exchange import joining, sandbox
from hamgam.exchange.files import form_of
from hamgam.exchange.intake import Intake
from hamgam.exchange.misread import Misread
from hamgam.exchange.options import ReadOptions
from hamgam.exchange.places import StreetIndex
from hamgam.exchange.systems import system_named
from hamgam.exchange.table import Table, UnreadableError

WARNING = "WARNING:"
"""Begins a note that a person should check."""
__all__ = ["ReadOptions", "Reading", "read_tables", "read_works", "tables_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the files gave.

    `columns` tells, by file name, which columns each field was read from (several joined with
    ` + `). `notes` say what was found out or decided; those to check begin with WARNING and stand
    among the misread too, as doubts about the whole file.
    """

    works: list[Work]
    misread: list[Misread]
    columns: Mapping[str, Mapping[str, str]]
    notes: list[str]


def read_works(paths: Sequence[Path], options: ReadOptions | None = None) -> Reading:
    """The works of all files, in order, with unique references.

    Never raises for what stands in a file: what cannot be read is a Misread. Files are parsed in
    parallel, one child process each.
    """
    options = options or ReadOptions()
    wrong = _wrong_crs(options.crs)
    if wrong is not None:
        return Reading(works=[], misread=[wrong], columns={}, notes=[])
    streets = StreetIndex(options.city) if options.city else None
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        parsed = list(pool.map(lambda path: _parsed(path, options), paths))
    parts = [
        _refused(path, outcome)
        if isinstance(outcome, UnreadableError)
        else _file(path, outcome, options, streets, path.stem if len(paths) > 1 else None)
        for path, outcome in zip(paths, parsed, strict=True)
    ]
    unique = joining.unique([work for part in parts for work in part.works])
    return Reading(
        works=unique.works,
        misread=[misread for part in parts for misread in part.misread],
        columns={name: found for part in parts for name, found in part.columns.items()},
        notes=[note for part in parts for note in part.notes] + unique.notes,
    )


def tables_of(path: Path, options: ReadOptions) -> list[Table]:
    """The tables of one file, parsed in a child process; UnreadableError with one sentence when it
    cannot be read."""
    parsed = _parsed(path, options)
    if isinstance(parsed, UnreadableError):
        raise parsed
    return parsed


def read_tables(path: Path, tables: Sequence[Table], options: ReadOptions) -> Reading:
    """The works of one file whose tables stand already, in order, with unique references."""
    streets = StreetIndex(options.city) if options.city else None
    found = _file(path, tables, options, streets, None)
    unique = joining.unique(found.works)
    return Reading(
        works=unique.works,
        misread=found.misread,
        columns=found.columns,
        notes=[*found.notes, *unique.notes],
    )


def _file(
    path: Path,
    tables: Sequence[Table],
    options: ReadOptions,
    streets: StreetIndex | None,
    fallback_agency: str | None,
) -> Reading:
    """What one file gave; references may still repeat."""
    intakes = [Intake(path, table, options, streets) for table in tables]
    rows = [work for intake in intakes for work in intake.works(fallback_agency)]
    joined = joining.join_parts(rows)
    said = dict.fromkeys([*(note for one in intakes for note in one.notes), *joined.notes])
    warnings = [_warning(path, note) for note in said if note.startswith(WARNING)]
    guessed = intakes[0].guess.columns if intakes else {}
    return Reading(
        works=joining.tie_projects(joined.works),
        misread=[*warnings, *(misread for intake in intakes for misread in intake.misread)],
        columns={path.name: {own: " + ".join(names) for own, names in guessed.items()}},
        notes=[f"{path.name}: {note}" for note in said],
    )


def _wrong_crs(crs: str | None) -> Misread | None:
    if crs is None:
        return None
    try:
        system_named(crs)
    except ValueError as error:
        hint = "for example EPSG:32640"
        return Misread(where="--crs", row=0, field="crs", value=crs, reason=str(error), hint=hint)
    return None


def _warning(path: Path, note: str) -> Misread:
    """A warning as a doubt about the whole file, so that it is read wherever doubts are."""
    reason = note.removeprefix(WARNING).strip()
    return Misread(where=path.name, row=0, field="", value="", reason=reason, kept=True)


def _refused(path: Path, refusal: UnreadableError) -> Reading:
    told = Misread(
        where=path.name, row=0, field="", value="", reason=str(refusal), hint=refusal.hint
    )
    return Reading(works=[], misread=[told], columns={}, notes=[])


def _parsed(path: Path, options: ReadOptions) -> list[Table] | UnreadableError:
    try:
        form = form_of(path)
        limits = sandbox.limits_for(
            path, max_memory_bytes=options.max_memory_bytes, max_seconds=options.max_seconds
        )
        return sandbox.parse(path, form, limits)
    except UnreadableError as refusal:
        return refusal
