"""The options of `hamgam plan`, in the groups in which its help shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter

from hamgam.cli.answering import ANSWERING, AsJson, InLanguage, PlannedFiles

ASKING = Group("The question", sort_key=1)
SEARCHING = Group("How long to search", sort_key=2)

ObjectiveName = Literal["value", "makespan", "weighted-delay"]
DEFAULT_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is planned, and for what."""

    city: Annotated[
        str | None,
        Parameter(
            group=ASKING,
            help="City whose zones and seasons hold: a name (mashhad) or a folder.",
        ),
    ] = None
    today: Annotated[
        str | None,
        Parameter(
            group=ASKING,
            help="Day to plan from, 1405-09-03 or 2026-11-24; the present day when not given.",
        ),
    ] = None
    objective: Annotated[
        ObjectiveName | None,
        Parameter(
            group=ASKING,
            help="What the plan is good for; value for portfolios, the file's own when not given.",
        ),
    ] = None
    scenario: Annotated[
        Path | None,
        Parameter(group=ASKING, help="TOML file of changes; planned beside the plan without them."),
    ] = None
    what_if: Annotated[
        bool,
        Parameter(
            group=ASKING,
            negative="",
            show_default=False,
            help="Plan anew with a billion toman more by source and year, a fifth less credit, and "
            "each obstacle removed; takes a minute or so.",
        ),
    ] = False


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How long the search goes on."""

    seconds: Annotated[
        float | None,
        Parameter(
            group=SEARCHING,
            help="Seconds to search, a scenario and the questions of a report included: 30 when "
            "neither this nor --work is given.",
        ),
    ] = None
    work: Annotated[
        int | None,
        Parameter(
            group=SEARCHING,
            help="Schedules to build instead: the same answer on every run and machine.",
        ),
    ] = None
    seed: Annotated[int, Parameter(group=SEARCHING, help="Where chance begins.")] = 0
    threads: Annotated[int, Parameter(group=SEARCHING, help="Searchers side by side.")] = 2
    bound_seconds: Annotated[
        float,
        Parameter(
            group=SEARCHING,
            help="Seconds to prove how good the plan is; 0 for no proof.",
        ),
    ] = 1.0


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Where the answer goes."""

    out: PlannedFiles = ()
    json: AsJson = False
    lang: InLanguage = None
    template: Annotated[
        Path | None,
        Parameter(
            group=ANSWERING,
            help="Write the empty workbook of eight columns with examples, and plan nothing.",
        ),
    ] = None
