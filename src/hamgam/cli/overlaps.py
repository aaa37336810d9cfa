"""`hamgam overlaps`: where the works of several files meet, and which rule says so."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from hamgam.cli.overlaps_options import Outputs, SearchOptions, Sources
from hamgam.cli.voice import BAD_INPUT, BLOCKED, WELL, RefusalError, Voice, terminal_language

if TYPE_CHECKING:
    from hamgam.exchange.findings_out.report import Report
    from hamgam.exchange.findings_out.words import Words

READ_AS_TOLD, ALL_RULES, FIRST_LOOK = Sources(), SearchOptions(), Outputs()


def overlaps(
    *files: Annotated[
        Path,
        Parameter(help="Lists of works: GeoJSON, CSV, Excel, Shapefile (zip), GeoPackage, KML…"),
    ],
    sources: Annotated[Sources, Parameter(name="*")] = READ_AS_TOLD,
    search: Annotated[SearchOptions, Parameter(name="*")] = ALL_RULES,
    outputs: Annotated[Outputs, Parameter(name="*")] = FIRST_LOOK,
) -> int:
    """Find where the works of several agencies collide, could be dug once, or break a rule."""
    voice = Voice(answers_beside=outputs.json)
    try:
        return _answer(voice, files, sources, search, outputs)
    except RefusalError as refusal:
        voice.say(str(refusal), "red")
        return BAD_INPUT


def _answer(
    voice: Voice,
    files: tuple[Path, ...],
    sources: Sources,
    search: SearchOptions,
    outputs: Outputs,
) -> int:
    from hamgam.cli.overlaps_search import overlaps_report
    from hamgam.exchange.findings_out.words import words

    if not files:
        raise RefusalError("name at least one file of works; --help shows examples")
    _check_names(outputs.out)
    spoken = words(outputs.lang or terminal_language())
    with voice.working(spoken("terminal", "searching")):
        report = overlaps_report(files, sources, search)
    report = _settle(voice, report, (sources, search, outputs), spoken)
    _tell(voice, report, outputs, spoken)
    write_all(voice, report, outputs.out, outputs.lang or "fa", spoken)
    return BLOCKED if report.found.blocks else WELL


def _settle(
    voice: Voice,
    report: Report,
    asked: tuple[Sources, SearchOptions, Outputs],
    spoken: Words,
) -> Report:
    """The report with the ways to settle its gravest collisions, where they are asked for."""
    sources, search, outputs = asked
    if outputs.options is None:
        return report
    from hamgam.cli.overlaps_settling import plain_settled, print_settled, settled

    with voice.working(spoken("terminal", "settling")):
        found = settled(report, sources, search, outputs.options)
    if not outputs.json:
        print_settled(voice, found, report, spoken)
    return replace(report, options=plain_settled(found))


def _check_names(paths: tuple[Path, ...]) -> None:
    from hamgam.exchange.findings_out.write import writer_for

    for path in paths:
        try:
            writer_for(path)
        except ValueError as error:
            raise RefusalError(f"--out: {error}") from error


def _tell(voice: Voice, report: Report, outputs: Outputs, spoken: Words) -> None:
    from hamgam.cli import overlaps_tables as tables

    tables.print_notes(voice, report.notes)
    tables.print_misread(voice, report.misread, spoken)
    if outputs.json:
        from hamgam.exchange.findings_out.plain import plain_json

        sys.stdout.buffer.write(plain_json(report))
        sys.stdout.flush()
    if outputs.summary:
        tables.print_summary(voice, report, spoken)
    if not (outputs.json or outputs.summary or outputs.out):
        tables.print_first(voice, report, spoken)


def write_all(
    voice: Voice, report: Report, paths: tuple[Path, ...], language: str, spoken: Words
) -> None:
    """Write the report into each file, and say so."""
    from hamgam.exchange.findings_out.words import words
    from hamgam.exchange.findings_out.write import write_report

    for path in paths:
        try:
            write_report(report, path, words(language))
        except OSError as error:
            raise RefusalError(f"--out: {path} cannot be written: {error.strerror}") from error
        voice.say(spoken("terminal", "wrote", path=path))
