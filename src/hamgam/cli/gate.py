"""`hamgam gate`: which new projects may begin while others stand half-finished."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from hamgam.cli.answering import Language
from hamgam.cli.plan_options import Question
from hamgam.cli.voice import BAD_INPUT, BLOCKED, WELL, RefusalError, Voice, terminal_language

if TYPE_CHECKING:
    from hamgam.exchange.findings_out.words import Words
    from hamgam.exchange.misread import Misread
    from hamgam.exchange.plans_out.gates import GateLine


def gate(
    file: Annotated[Path, Parameter(help="Portfolio: .xlsx, .ods or .csv.")],
    *,
    city: Annotated[str | None, Parameter(help="City whose zones and seasons hold.")] = None,
    today: Annotated[str | None, Parameter(help="Day to judge on; today when not given.")] = None,
    json: Annotated[
        bool, Parameter(negative="", show_default=False, help="Print one JSON object.")
    ] = False,
    lang: Annotated[Language | None, Parameter(help="Language: fa, en or ar.")] = None,
) -> int:
    """Judge every new start of a portfolio by six conditions."""
    voice = Voice(answers_beside=json)
    try:
        lines, misread = _judged(file, Question(city=city, today=today))
    except RefusalError as refusal:
        voice.say(refusal.told(lang or terminal_language()), "red")
        if json:
            _print_json({"reasons": [refusal.told(lang or "en")]})
        return BAD_INPUT
    from hamgam.exchange.misread_words import spoken as in_language
    from hamgam.exchange.misread_words import told as in_full
    from hamgam.exchange.plans_out.words import plan_words

    spoken = plan_words(lang or terminal_language())
    for fault in misread:
        voice.say(in_full(fault, lang or terminal_language()), "yellow")
    if json:
        told = plan_words(lang or "fa")
        _print_json(
            {
                "starts": [_plain(line, told) for line in lines],
                "misread": [asdict(in_language(fault, lang or "fa")) for fault in misread],
            }
        )
    else:
        _print(voice, lines, spoken)
    return WELL if all(line.answer.passes for line in lines) else BLOCKED


def _missing(file: Path) -> Misread:
    from hamgam.exchange.misread import Misread

    return Misread(where=file.name, row=0, field="", value="", reason="there is no such file")


def _judged(file: Path, question: Question) -> tuple[list[GateLine], list[Misread]]:
    from hamgam.cli.plan_run import setting_of
    from hamgam.exchange.plans_out.gates import GateSetting, gate_lines
    from hamgam.exchange.portfolio import read_portfolio

    setting, city = setting_of(question)
    if not file.is_file():
        raise RefusalError(f"nothing can be judged in {file.name}", [_missing(file)])
    told = read_portfolio(file)
    if not told.rows:
        raise RefusalError(f"nothing can be judged in {file.name}", told.misread)
    windows = None if city is None else setting.windows
    judged = gate_lines(
        told.rows,
        GateSetting(
            today=setting.today, zones=setting.zones, windows=windows, assumed=setting.assumptions
        ),
    )
    return judged, told.misread


def _plain(line: GateLine, spoken: Words) -> dict[str, Any]:
    from hamgam.exchange.plans_out.gates import refusals, verdict_text

    answer = line.answer
    return {
        "ref": line.row.ref,
        "title": line.row.title,
        "passes": answer.passes,
        "is_exception": answer.is_exception,
        "decision": None if answer.decision is None else asdict(answer.decision),
        "refusals": list(refusals(line, spoken)),
        "conditions": [
            {
                "condition": verdict.condition.value,
                "name": spoken("gate", f"{verdict.condition.value}_name"),
                "is_met": verdict.is_met,
                "figure": None if verdict.figure == float("inf") else verdict.figure,
                "limit": verdict.limit,
                "missing": list(verdict.missing),
                "evidence": list(verdict.evidence),
                "text": verdict_text(verdict, spoken),
            }
            for verdict in answer.verdicts
        ],
    }


def _print_json(value: dict[str, Any]) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


def _print(voice: Voice, lines: list[GateLine], spoken: Words) -> None:
    from rich.text import Text

    from hamgam.exchange.plans_out.gates import verdict_text

    if not lines:
        voice.out.print(Text(spoken("gate", "none")))
    for line in lines:
        voice.out.print(Text(f"{line.row.title}: {_said(line, spoken)}", style="bold"))
        for verdict in line.answer.verdicts:
            sign, style = ("●", "green") if verdict.is_met else ("◆", "red")
            name = spoken("gate", f"{verdict.condition.value}_name")
            told = f"  {sign} {name}: {verdict_text(verdict, spoken)}"
            voice.out.print(Text(told, style=style), soft_wrap=True)


def _said(line: GateLine, spoken: Words) -> str:
    decision = line.answer.decision
    if line.answer.is_exception and decision is not None:
        return spoken("gate", "exception", number=decision.number, who=decision.decided_by)
    return spoken("gate", "passes" if line.answer.passes else "refused")
