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

__all__ = ["ReadOptions", "Reading", "read_works"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the files gave.

    `columns` tells, by file name, which columns each field was read from (several joined with
    ` + `). `notes` say what was found out or decided; those to check begin with "WARNING".
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
    works: list[Work] = []
    misread: list[Misread] = []
    found: dict[str, Mapping[str, str]] = {}
    notes: list[str] = []
    for path, outcome in zip(paths, parsed, strict=True):
        if isinstance(outcome, UnreadableError):
            misread.append(_refusal(path, outcome))
            continue
        intakes = [Intake(path, table, options, streets) for table in outcome]
        fallback = path.stem if len(paths) > 1 else None
        joined = joining.join_parts([w for intake in intakes for w in intake.works(fallback)])
        works += joining.tie_projects(joined.works)
        said = [note for intake in intakes for note in intake.notes] + joined.notes
        notes += [f"{path.name}: {note}" for note in dict.fromkeys(said)]
        misread += [fault for intake in intakes for fault in intake.misread]
        guessed = intakes[0].guess.columns if intakes else {}
        found[path.name] = {own: " + ".join(names) for own, names in guessed.items()}
    unique = joining.unique(works)
    return Reading(works=unique.works, misread=misread, columns=found, notes=notes + unique.notes)


def _wrong_crs(crs: str | None) -> Misread | None:
    if crs is None:
        return None
    try:
        system_named(crs)
    except ValueError as error:
        hint = "for example EPSG:32640"
        return Misread(where="--crs", row=0, field="crs", value=crs, reason=str(error), hint=hint)
    return None


def _refusal(path: Path, refusal: UnreadableError) -> Misread:
    return Misread(
        where=path.name, row=0, field="", value="", reason=str(refusal), hint=refusal.hint
    )


def _parsed(path: Path, options: ReadOptions) -> list[Table] | UnreadableError:
    try:
        form = form_of(path)
        limits = sandbox.limits_for(
            path, max_memory_bytes=options.max_memory_bytes, max_seconds=options.max_seconds
        )
        return sandbox.parse(path, form, limits)
    except UnreadableError as refusal:
        return refusal
