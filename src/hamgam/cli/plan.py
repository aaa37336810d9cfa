"""`hamgam plan`: which half-finished projects to finish first, with the money and crews there
are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from hamgam.cli.answering import print_bytes, write_example
from hamgam.cli.plan_options import Answers, Effort, Question
from hamgam.cli.voice import BAD_INPUT, BLOCKED, WELL, RefusalError, Voice, terminal_language

if TYPE_CHECKING:
    from hamgam.exchange.plans_out.report import PlanReport

MOST_MISREAD = 20
"""Told on a terminal; a file holds more of them."""

AS_TOLD, HALF_A_MINUTE, ON_SCREEN = Question(), Effort(), Answers()


def plan(
    file: Annotated[
        Path | None,
        Parameter(
            help="Portfolio (.xlsx .ods .csv), problem (.json), MSPDI (.xml), benchmark (.sm .rcp "
            ".rcmp)."
        ),
    ] = None,
    *,
    question: Annotated[Question, Parameter(name="*")] = AS_TOLD,
    effort: Annotated[Effort, Parameter(name="*")] = HALF_A_MINUTE,
    answers: Annotated[Answers, Parameter(name="*")] = ON_SCREEN,
) -> int:
    """Plan which half-finished projects are finished first, with the money and crews there are."""
    voice = Voice(answers_beside=answers.json)
    try:
        return _answer(voice, file, question, effort, answers)
    except RefusalError as refusal:
        spoken = refusal.told(answers.lang or terminal_language())
        return _refused(voice, [spoken], answers, BAD_INPUT, [refusal.told(answers.lang or "en")])


def _answer(
    voice: Voice, file: Path | None, question: Question, effort: Effort, answers: Answers
) -> int:
    if answers.template is not None:
        from hamgam.exchange.portfolio import write_template

        return write_example(voice, answers.template, write_template)
    if file is None:
        raise RefusalError("name a file to plan, or --template OUT.xlsx; --help shows examples")
    from hamgam.cli.plan_run import check_effort, check_outputs, planned
    from hamgam.engine.outcomes import Infeasible

    check_outputs(answers.out)
    check_effort(effort)
    outcome = planned(voice, file, question, effort, deeply=bool(answers.out))
    if isinstance(outcome, Infeasible):
        spoken = outcome.told(answers.lang or terminal_language())
        return _refused(voice, spoken, answers, BLOCKED, outcome.told(answers.lang or "en"))
    _tell(voice, outcome, answers)
    return WELL


def _refused(
    voice: Voice, reasons: Sequence[str], answers: Answers, code: int, plain: Sequence[str] = ()
) -> int:
    """Say the reasons to people, and `plain` (the same, where not given) in the JSON object."""
    for reason in reasons:
        voice.say(reason, "red")
    if answers.json:
        from hamgam.exchange.plans_out.plain import refusal_json

        print_bytes(refusal_json(plain or reasons))
    return code


def _tell(voice: Voice, report: PlanReport, answers: Answers) -> None:
    from hamgam.exchange.misread_words import in_words
    from hamgam.exchange.misread_words import told as in_full
    from hamgam.exchange.plans_out.words import plan_words

    language = answers.lang or terminal_language()
    spoken = plan_words(language)
    for fault in report.misread[:MOST_MISREAD]:
        voice.say(in_full(fault, language), "yellow")
    if len(report.misread) > MOST_MISREAD:
        others = spoken.number(len(report.misread) - MOST_MISREAD)
        voice.say(spoken("terminal", "more_misread", count=others), "yellow")
    for note in report.notes:
        voice.say(in_words(note, language), "yellow")
    if answers.json:
        from hamgam.exchange.plans_out.plain import plain_json

        print_bytes(plain_json(report, answers.lang or "fa"))
    elif not answers.out:
        from hamgam.cli.plan_tables import print_plan

        print_plan(voice, report, spoken)
        if report.has_dates:
            voice.say(spoken("terminal", "next"))
    for path in answers.out:
        write_out(report, path, answers.lang or "fa")
        voice.say(spoken("terminal", "wrote", path=path))


def write_out(report: PlanReport, path: Path, language: str) -> None:
    """Write the report into a file; RefusalError when it cannot be."""
    from hamgam.exchange.plans_out.words import plan_words
    from hamgam.exchange.plans_out.write import write_plan

    try:
        write_plan(report, path, plan_words(language), made=datetime.now(UTC))
    except OSError as error:
        raise RefusalError(f"--out: {path} cannot be written: {error.strerror}") from error
    except ValueError as error:
        raise RefusalError(f"--out: {path.name}: {error}") from error
