"""What commands that answer with files have in common: their options, and how they write."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter

from hamgam.cli.voice import WELL, RefusalError, Voice

ANSWERING = Group("The answer", sort_key=3)

Language = Literal["fa", "en", "ar"]

AsJson = Annotated[
    bool,
    Parameter(
        group=ANSWERING,
        negative="",
        show_default=False,
        help="Print one JSON object to the standard output, and nothing else there.",
    ),
]
InLanguage = Annotated[
    Language | None,
    Parameter(
        group=ANSWERING,
        help="Language: fa, en or ar; files are fa and the terminal its own when not given.",
    ),
]
PlannedFiles = Annotated[
    tuple[Path, ...],
    Parameter(
        group=ANSWERING,
        negative="",
        show_default=False,
        help="File to write, by its ending .html .xlsx .json or .ics; repeatable.",
    ),
]


def print_bytes(block: bytes) -> None:
    """An answer as it stands to the standard output."""
    sys.stdout.buffer.write(block)
    sys.stdout.flush()


def write_example(voice: Voice, path: Path, write: Callable[[Path], None]) -> int:
    """Write a command's workbook of examples; RefusalError when it cannot be written there."""
    if path.suffix.lower() != ".xlsx":
        raise RefusalError(f"--template: {path.name} should end in .xlsx")
    try:
        write(path)
    except OSError as error:
        raise RefusalError(f"--template: {path} cannot be written: {error.strerror}") from error
    voice.say(f"wrote {path}")
    return WELL
