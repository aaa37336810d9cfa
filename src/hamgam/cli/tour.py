"""`hamgam tour`: where officials should stand this week, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from hamgam.cli.answering import print_bytes, write_example
from hamgam.cli.tour_options import DEFAULT_SECONDS, Outing, Search, TourAnswers
from hamgam.cli.voice import BAD_INPUT, BLOCKED, WELL, RefusalError, Voice, terminal_language

if TYPE_CHECKING:
    from hamgam.engine.solving import Limits
    from hamgam.exchange.tours_out.report import TourReport

AS_TOLD, A_MOMENT, ON_SCREEN = Outing(), Search(), TourAnswers()


def tour(
    file: Annotated[
        Path | None,
        Parameter(help="Workbook of sites and delegations (.xlsx .ods), or sites alone (.csv)."),
    ] = None,
    *,
    outing: Annotated[Outing, Parameter(name="*")] = AS_TOLD,
    search: Annotated[Search, Parameter(name="*")] = A_MOMENT,
    answers: Annotated[TourAnswers, Parameter(name="*")] = ON_SCREEN,
) -> int:
    """Plan where officials should stand this week: the sites where presence removes most delay."""
    voice = Voice(answers_beside=answers.json)
    try:
        return _answer(voice, file, (outing, search, answers))
    except RefusalError as refusal:
        return _refused(voice, [str(refusal)], answers, BAD_INPUT)


def _answer(voice: Voice, file: Path | None, told: tuple[Outing, Search, TourAnswers]) -> int:
    outing, search, answers = told
    if answers.template is not None:
        from hamgam.exchange.touring import write_template

        return write_example(voice, answers.template, write_template)
    if file is None:
        raise RefusalError("name a file to plan, or --template OUT.xlsx; --help shows examples")
    _check_outputs(answers.out)
    limits = _limits(search)
    outcome = toured(voice, file, outing, limits)
    if isinstance(outcome, list):
        return _refused(voice, outcome, answers, BLOCKED)
    _tell(voice, outcome, answers)
    return WELL


def toured(voice: Voice, file: Path, outing: Outing, limits: Limits) -> TourReport | list[str]:
    """The tours of a file, or the reasons why there are none; RefusalError names what cannot be
    read or asked."""
    from hamgam.cli.overlaps_search import city_asked, day_asked
    from hamgam.engine.outcomes import Infeasible
    from hamgam.engine.tours.plan import plan_tours
    from hamgam.exchange.city.touring import load_touring
    from hamgam.exchange.touring import read_week, week_of
    from hamgam.exchange.touring.problem import tour_days
    from hamgam.exchange.tours_out.report import tour_report

    if outing.city is None:
        raise RefusalError("--city: name the city whose hours, speeds and worths hold")
    city, today = city_asked(outing.city), day_asked(outing.today)
    first = today + timedelta(days=1) if outing.first is None else day_asked(outing.first)
    try:
        touring = load_touring(outing.city)
        days = tour_days(first, outing.days, touring)
    except ValueError as error:
        raise RefusalError(f"--{error}") from error
    with voice.working(file.name):
        sheets = read_week(file)
        if not sheets.sites:
            raise RefusalError("\n".join(map(str, sheets.misread)))
        week = week_of(sheets, touring, days, today, city)
        outcome = plan_tours(week.problem, limits)
    if isinstance(outcome, Infeasible):
        return list(outcome.reasons)
    report = tour_report(week, touring, outcome.value, tuple(sheets.misread), city)
    return replace(report, is_invented=bool(city and city.is_schematic))


def _limits(search: Search) -> Limits:
    from hamgam.engine.solving import Limits

    seconds = DEFAULT_SECONDS if search.seconds is None and search.work is None else search.seconds
    try:
        return Limits(seconds=seconds, work=search.work, seed=search.seed)
    except ValueError as error:
        raise RefusalError(f"--{error}") from error


def _check_outputs(paths: Sequence[Path]) -> None:
    from hamgam.exchange.tours_out.write import ENDINGS

    for path in paths:
        if path.suffix.lower() not in ENDINGS:
            raise RefusalError(f"--out: {path.name} ends in none of {' '.join(ENDINGS)}")


def _refused(voice: Voice, reasons: Sequence[str], answers: TourAnswers, code: int) -> int:
    for reason in reasons:
        voice.say(reason, "red")
    if answers.json:
        from hamgam.exchange.tours_out.plain import refusal_json

        print_bytes(refusal_json(reasons))
    return code


def _tell(voice: Voice, report: TourReport, answers: TourAnswers) -> None:
    from hamgam.exchange.tours_out.words import tour_words

    spoken = tour_words(answers.lang or terminal_language())
    for fault in report.misread:
        voice.say(str(fault), "yellow")
    if answers.json:
        from hamgam.exchange.tours_out.plain import plain_json

        print_bytes(plain_json(report, answers.lang or "fa"))
    elif not answers.out:
        from hamgam.cli.tour_tables import print_tour

        print_tour(voice, report, spoken)
        voice.say(spoken("terminal", "next"))
    for path in answers.out:
        _write_out(report, path, answers.lang or "fa")
        voice.say(spoken("terminal", "wrote", path=path))


def _write_out(report: TourReport, path: Path, language: str) -> None:
    from hamgam.exchange.tours_out.words import tour_words
    from hamgam.exchange.tours_out.write import write_tour

    try:
        write_tour(report, path, tour_words(language), made=datetime.now(UTC))
    except OSError as error:
        raise RefusalError(f"--out: {path} cannot be written: {error.strerror}") from error
