"""`hamgam convert`: works of one or more files in another format."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Group, Parameter

from hamgam.cli.overlaps_options import Sources
from hamgam.cli.voice import BAD_INPUT, WELL, RefusalError, Voice

if TYPE_CHECKING:
    from hamgam.exchange.read import Reading

WRITING = Group("Writing the file", sort_key=2)
SHOWN = 20
"""Rows of trouble that are printed; `--json` prints all."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """How the file is written."""

    owner: Annotated[
        str | None,
        Parameter(group=WRITING, help="Agency of the rows of files that name none."),
    ] = None
    bom: Annotated[
        bool,
        Parameter(group=WRITING, negative="", help="Mark CSV as UTF-8, as Excel wants it."),
    ] = False
    publisher: Annotated[str, Parameter(group=WRITING, help="Who publishes a WZDx feed.")] = (
        "Hamgam"
    )
    json: Annotated[
        bool,
        Parameter(
            group=WRITING,
            negative="",
            help="Print one JSON object: works, misread, columns, notes.",
        ),
    ] = False


READ_AS_TOLD, WRITE_AS_NAMED = Sources(), Writing()


def convert(
    *files: Annotated[
        Path, Parameter(help="Lists of works, and last the file to write: IN... OUT")
    ],
    sources: Annotated[Sources, Parameter(name="*")] = READ_AS_TOLD,
    writing: Annotated[Writing, Parameter(name="*")] = WRITE_AS_NAMED,
) -> int:
    """Read works from any agency's files and write them in the format of OUT's ending."""
    voice = Voice(answers_beside=writing.json)
    try:
        return _convert(voice, files[:-1], _last(files), sources, writing)
    except RefusalError as refusal:
        voice.say(str(refusal), "red")
        return BAD_INPUT


def _last(files: tuple[Path, ...]) -> Path:
    if len(files) < 2:
        raise RefusalError("name a file to read and a file to write: hamgam convert IN... OUT")
    return files[-1]


def _convert(
    voice: Voice, files: tuple[Path, ...], out: Path, sources: Sources, writing: Writing
) -> int:
    from hamgam.cli.overlaps_search import city_asked, reading_asked
    from hamgam.exchange.read import read_works
    from hamgam.exchange.write import ending_of

    try:
        ending_of(out)
    except ValueError as error:
        raise RefusalError(f"{out}: {error}") from error
    if out.absolute() in {path.absolute() for path in files}:
        raise RefusalError(f"{out}: a file is not written over itself; give OUT another name")
    asked = reading_asked(sources, city_asked(sources.city))
    options = replace(asked, default_agency=writing.owner)
    with voice.working("reading"):
        reading = read_works(files, options)
    if reading.works:
        _write(reading, out, writing)
    _tell(voice, reading, out, as_json=writing.json)
    return WELL if reading.works else BAD_INPUT


def _write(reading: Reading, out: Path, writing: Writing) -> None:
    """Write the works; what the format cannot carry joins the notes."""
    from datetime import UTC, datetime

    from hamgam.exchange.write import WriteOptions, write_works

    how = WriteOptions(updated=datetime.now(UTC), publisher=writing.publisher, bom=writing.bom)
    try:
        lost = write_works(reading.works, out, how)
    except OSError as error:
        raise RefusalError(f"{out}: it cannot be written: {error.strerror or error}") from error
    reading.notes.extend(f"{out.name}: {note}" for note in lost)


def _tell(voice: Voice, reading: Reading, out: Path, *, as_json: bool) -> None:
    """Print what was read, what was found out, and every row that was in doubt."""
    if as_json:
        _print_json(reading)
        return
    for file, columns in reading.columns.items():
        told = ", ".join(f"{own} = {column}" for own, column in columns.items())
        voice.say(f"{file}: {told}", "dim")
    from hamgam.exchange.read import WARNING

    # Warnings stand among the doubts already.
    for note in [note for note in reading.notes if WARNING not in note][:SHOWN]:
        voice.say(note, "yellow")
    for misread in reading.misread[:SHOWN]:
        voice.say(str(misread), "yellow" if misread.kept else "red")
    more = len(reading.misread) - SHOWN
    if more > 0:
        voice.say(f"… and {more} more; --json lists all", "yellow")
    if reading.works:
        voice.out.print(f"{len(reading.works)} works → {out}", markup=False, soft_wrap=True)


def _print_json(reading: Reading) -> None:
    from dataclasses import asdict

    import orjson

    answer = {
        "works": len(reading.works),
        "misread": [asdict(misread) for misread in reading.misread],
        "columns": reading.columns,
        "notes": reading.notes,
    }
    sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.flush()
