"""The options of `hamgam overlaps`, in the groups in which its help shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Group, Parameter

from hamgam.cli.answering import ANSWERING, AsJson, InLanguage
from hamgam.engine.findings import FindingKind, Severity

READING = Group("Reading the files", sort_key=1)
SEARCHING = Group("Searching", sort_key=2)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """How the files are read."""

    city: Annotated[
        str | None,
        Parameter(
            group=READING,
            help="City whose streets, zones and seasons hold: a name (mashhad) or a folder.",
        ),
    ] = None
    agency: Annotated[
        str | None,
        Parameter(group=READING, help="Column that names the agency of each row."),
    ] = None
    map: Annotated[
        tuple[str, ...],
        Parameter(
            group=READING,
            negative="",
            show_default=False,
            help="Column of a field, as FIELD=COLUMN, where the guess is wrong; repeatable.",
        ),
    ] = ()
    crs: Annotated[
        str | None,
        Parameter(group=READING, help="Reference system of the coordinates, such as EPSG:32640."),
    ] = None
    max_memory: Annotated[
        int | None,
        Parameter(
            group=READING,
            help="Memory that reading one file may take, in MiB; grows with the file if not given.",
        ),
    ] = None
    max_seconds: Annotated[
        float | None,
        Parameter(
            group=READING,
            help="Time that reading one file may take, in seconds; grows with the file likewise.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """What is searched for."""

    rules: Annotated[
        str | None,
        Parameter(
            group=SEARCHING,
            help="Rule pack by name or file; the city's own when not given, else `default`.",
        ),
    ] = None
    today: Annotated[
        str | None,
        Parameter(
            group=SEARCHING,
            help="Leave out what was over before this day, 1405-09-03 or 2026-11-24.",
        ),
    ] = None
    within: Annotated[
        float | None,
        Parameter(
            group=SEARCHING,
            help="Search without rules: works of different agencies at most METRES apart.",
        ),
    ] = None
    gap: Annotated[
        float | None,
        Parameter(
            group=SEARCHING,
            help="Search without rules: at most DAYS between the one's end and the other's start.",
        ),
    ] = None
    kind: Annotated[
        tuple[FindingKind, ...],
        Parameter(
            group=SEARCHING,
            negative="",
            show_default=False,
            help="Only findings of this kind; repeatable.",
        ),
    ] = ()
    severity: Annotated[
        tuple[Severity, ...],
        Parameter(
            group=SEARCHING,
            negative="",
            show_default=False,
            help="Only findings this grave; repeatable.",
        ),
    ] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the search is for nearness alone, without rules."""
        return self.within is not None or self.gap is not None


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """Where the answer goes."""

    out: Annotated[
        tuple[Path, ...],
        Parameter(
            group=ANSWERING,
            negative="",
            show_default=False,
            help="File to write, by its ending .html .xlsx .csv .geojson or .json; repeatable.",
        ),
    ] = ()
    summary: Annotated[
        bool,
        Parameter(
            group=ANSWERING,
            negative="",
            show_default=False,
            help="Print how much was found, in tables.",
        ),
    ] = False
    options: Annotated[
        int | None,
        Parameter(
            group=ANSWERING,
            help="Work out the ways to settle so many of the gravest collisions; needs --city.",
        ),
    ] = None
    json: AsJson = False
    lang: InLanguage = None
