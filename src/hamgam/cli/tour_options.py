"""The options of `hamgam tour`, in the groups in which its help shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from hamgam.cli.answering import ANSWERING, AsJson, InLanguage, PlannedFiles
from hamgam.cli.plan_options import ASKING, SEARCHING

DEFAULT_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Outing:
    """Which city is toured, and when."""

    city: Annotated[
        str | None,
        Parameter(
            group=ASKING,
            help="City whose hours, speeds, streets and worths hold: a name (mashhad) or a folder.",
        ),
    ] = None
    today: Annotated[
        str | None,
        Parameter(
            group=ASKING,
            help="Day from which ages are counted, 1405-09-03 or 2026-11-24; today if not given.",
        ),
    ] = None
    first: Annotated[
        str | None,
        Parameter(
            name="--from",
            group=ASKING,
            help="First day of the tour; the day after --today when not given.",
        ),
    ] = None
    days: Annotated[
        int, Parameter(group=ASKING, help="How many days, the city's days off not counted.")
    ] = 5


@dataclass(frozen=True, kw_only=True)
class Search:
    """How long the search goes on."""

    seconds: Annotated[
        float | None,
        Parameter(
            group=SEARCHING, help="Seconds to search: 5 when neither this nor --work is given."
        ),
    ] = None
    work: Annotated[
        int | None,
        Parameter(
            group=SEARCHING,
            help="Iterations instead: the same answer on every run and machine.",
        ),
    ] = None
    seed: Annotated[int, Parameter(group=SEARCHING, help="Where chance begins.")] = 0


@dataclass(frozen=True, kw_only=True)
class TourAnswers:
    """Where the answer goes."""

    out: PlannedFiles = ()
    json: AsJson = False
    lang: InLanguage = None
    template: Annotated[
        Path | None,
        Parameter(
            group=ANSWERING, help="Write an empty workbook with examples to this .xlsx, and leave."
        ),
    ] = None
