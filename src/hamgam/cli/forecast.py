"""`hamgam forecast`: when each project will be finished, as a range."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from hamgam.cli.answering import Language
from hamgam.cli.plan_options import Question
from hamgam.cli.voice import BAD_INPUT, WELL, RefusalError, Voice, terminal_language

if TYPE_CHECKING:
    from rich.table import Table

    from hamgam.exchange.findings_out.words import Words
    from hamgam.exchange.misread import Misread
    from hamgam.exchange.plans_out.forecasts import ProjectForecast
    from hamgam.exchange.portfolio.past import Past


def forecast(
    file: Annotated[Path, Parameter(help="Portfolio (.xlsx .ods .csv) or problem (.json .xml).")],
    *,
    today: Annotated[str | None, Parameter(help="Status date; today when not given.")] = None,
    draws: Annotated[int, Parameter(help="Futures drawn for each project.")] = 2000,
    seed: Annotated[int, Parameter(help="Where chance begins.")] = 0,
    json: Annotated[
        bool, Parameter(negative="", show_default=False, help="Print one JSON object.")
    ] = False,
    lang: Annotated[Language | None, Parameter(help="Language: fa, en or ar.")] = None,
) -> int:
    """Forecast the finish of each project at 50 and at 80 percent."""
    voice = Voice(answers_beside=json)
    try:
        told = _found(file, Question(today=today), draws, seed)
    except RefusalError as refusal:
        voice.say(refusal.told(lang or terminal_language()), "red")
        if json:
            _print_json({"reasons": [refusal.told(lang or "en")]})
        return BAD_INPUT
    from hamgam.exchange.misread_words import spoken as in_language
    from hamgam.exchange.misread_words import told as in_full
    from hamgam.exchange.plans_out.words import plan_words

    for fault in told.misread:
        voice.say(in_full(fault, lang or terminal_language()), "yellow")
    if json:
        _print_json(
            {
                "forecasts": [_plain(one) for one in told.forecasts],
                "p80_later_share": told.past.later_share,
                "past_projects": told.past.projects,
                "misread": [asdict(in_language(fault, lang or "fa")) for fault in told.misread],
            }
        )
    else:
        _print(voice, told, plan_words(lang or terminal_language()))
    return WELL


@dataclass(frozen=True, slots=True)
class _Told:
    forecasts: list[ProjectForecast]
    past: Past
    misread: Sequence[Misread]


def _found(file: Path, question: Question, draws: int, seed: int) -> _Told:
    from hamgam.cli.plan_run import setting_of
    from hamgam.engine.completion.forecast import Assumptions
    from hamgam.exchange.plans_out.forecasts import portfolio_forecasts, problem_forecasts
    from hamgam.exchange.portfolio.history import read_history
    from hamgam.exchange.portfolio.past import read_past
    from hamgam.exchange.problem_files import read_problem

    if draws < 1:
        raise RefusalError(f"--draws: {draws} is less than 1")
    setting, _ = setting_of(question)
    intake = read_problem(file, setting)
    if intake.problem is None:
        raise RefusalError(f"nothing can be forecast in {file.name}", intake.misread[:20])
    past = read_past(file)
    how = Assumptions(draws=draws, seed=seed, p80_later_share=past.later_share or 0.0)
    misread = [*intake.misread, *past.misread]
    if intake.rows:
        history = read_history(file)
        rows = [row for row in intake.rows if not row.is_new_start]
        found = portfolio_forecasts(rows, history, today=setting.today, draws=how)
        return _Told(found, past, [*misread, *history.misread])
    found = problem_forecasts(intake.problem, today=setting.today, draws=how)
    return _Told(found, past, misread)


def _plain(one: ProjectForecast) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "title": one.title,
        "p50": one.p50,
        "p80": one.p80,
        "p50_if_paid": one.if_paid[0],
        "p80_if_paid": one.if_paid[1],
        "promised": one.promised,
        "status": one.pace.status.value,
        "spi_time": one.pace.spi,
        "unpaid_share": one.unpaid_share,
        "reference_class": one.reference,
        "reference_class_is_foreign": bool(one.reference),
        "by_tasks_days": [one.forecast.by_tasks_p50, one.forecast.by_tasks_p80],
        "by_class_days": [one.forecast.by_class_p50, one.forecast.by_class_p80],
        "assumed": list(one.assumed),
    }


def _print_json(value: dict[str, Any]) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


def _when(told: date | None, if_paid: date, spoken: Words) -> str:
    if told is not None:
        return spoken.jalali(told)
    return spoken("forecast", "if_paid", day=spoken.jalali(if_paid))


def _print(voice: Voice, told: _Told, spoken: Words) -> None:
    found = told.forecasts
    voice.out.print(_table(found, spoken))
    if any(one.reference for one in found):
        voice.say(spoken("forecast", "foreign"))
    _say_past(voice, told.past, spoken)
    fields = dict.fromkeys(field for one in found for field in one.assumed)
    if fields:
        names = spoken("language", "comma").join(spoken("fields", field) for field in fields)
        voice.say(spoken("forecast", "assumed", fields=names))


def _say_past(voice: Voice, past: Past, spoken: Words) -> None:
    count = spoken.number(past.projects)
    if past.later_share is not None:
        share = spoken.number(round(past.later_share * 100))
        voice.say(spoken("forecast", "calibrated", share=share, count=count))
    elif past.projects:
        voice.say(spoken("forecast", "too_few", count=count))


def _table(found: Sequence[ProjectForecast], spoken: Words) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=spoken("forecast", "title"), title_justify="left", title_style="bold")
    for key in ("project", "p50", "p80", "promised", "status", "money"):
        table.add_column(spoken("forecast", key), overflow="fold")
    for one in found:
        unpaid = ""
        if one.unpaid_share > 0:
            share = spoken.number(one.unpaid_share * 100)
            unpaid = spoken("forecast", "unpaid", share=share)
        pairs = zip((one.p50, one.p80), one.if_paid, strict=True)
        days = [_when(told, if_paid, spoken) for told, if_paid in pairs]
        status = spoken("forecast", one.pace.status.value)
        cells = (one.title, *days, spoken.jalali(one.promised), status, unpaid)
        table.add_row(*(Text(cell) for cell in cells))
    return table
