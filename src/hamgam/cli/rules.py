"""`hamgam rules`: the rule packs, what stands in them, and what they would have caught."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from hamgam.engine.calendars import jalali
from hamgam.engine.calendars.instants import local_day
from hamgam.engine.overlaps.rules import Rule, RulePack
from hamgam.exchange.rulepack import load_pack, pack_names, read_pack

Language = Annotated[Literal["fa", "en", "ar"], Parameter(name=("--lang", "--language"))]
BLOCKED, BAD_INPUT = 1, 2
Json = Annotated[bool, Parameter(negative=())]

rules = App(name="rules", help="Rule packs: list, show, check, and replay the past.")


def _refuse(message: str) -> int:
    Console(stderr=True).print(message, style="red", markup=False, highlight=False)
    return BAD_INPUT


def _out(answer: object) -> None:
    sys.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n")


@rules.command(name="list")
def list_packs(*, language: Language = "fa", json: Json = False) -> int:
    """The packs that come with Hamgam.

    Parameters
    ----------
    language:
        The language of the titles: fa, en or ar.
    json:
        Print one JSON list.
    """
    packs = [load_pack(name) for name in pack_names()]
    if json:
        _out([_pack_row(pack) for pack in packs])
        return 0
    table = Table("pack", "version", "extends", "rules", "title", header_style="bold")
    for pack in packs:
        row = (pack.key, pack.version, pack.extends or "", str(len(pack.rules)))
        table.add_row(*row, pack.titles[language])
    Console().print(table)
    return 0


@rules.command
def show(pack: str, *, language: Language = "fa", json: Json = False) -> int:
    """Every rule of a pack, inherited ones included.

    Parameters
    ----------
    pack:
        A pack's name, or a file.
    language:
        The language of the sentences: fa, en or ar.
    json:
        Print one JSON object.
    """
    try:
        found = load_pack(pack)
    except ValueError as error:
        return _refuse(str(error))
    if json:
        told = [_rule_row(rule, language) for rule in found.rules]
        _out({**_pack_row(found), "rules": told})
        return 0
    title = f"{found.titles[language]} · {found.key} {found.version}"
    table = Table(title=title, header_style="bold", show_lines=True)
    for column in ("rule", "kind", "consequence", "severity", "sentence", "source"):
        table.add_column(column, overflow="fold")
    for rule in found.rules:
        table.add_row(*_rule_row(rule, language).values())
    Console().print(table)
    return 0


@rules.command
def check(*files: Path) -> int:
    """Whether packs can be used; what is wrong is told with file, line and reason.

    Parameters
    ----------
    files:
        TOML files of packs.
    """
    if not files:
        return _refuse("give at least one file")
    code = 0
    for path in files:
        found = read_pack(path)
        if isinstance(found, RulePack):
            Console().print(f"{path.name}: {found.key} {found.version}, {len(found.rules)} rules")
        else:
            code = _refuse("\n".join(str(misread) for misread in found))
    return code


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Past:
    """Which days are replayed; the last year when nothing is given."""

    year: Annotated[int | None, Parameter(help="A whole Jalali year, such as 1404.")] = None
    from_: Annotated[
        str | None,
        Parameter(name="from", help="The first day, 1404-01-01 or 2025-03-21; else 365 days back."),
    ] = None
    to: Annotated[str | None, Parameter(help="The last day; else today.")] = None
    today: Annotated[str | None, Parameter(help="The day to count from.")] = None

    def days(self) -> tuple[date, date]:
        """The first and the last day; ValueError when a day is none, or they are reversed."""
        if self.year is not None:
            if self.from_ or self.to:
                raise ValueError("year: give either a year or the days from and to")
            return jalali.year_bounds(self.year)
        now = jalali.day_of(self.today) if self.today else local_day(datetime.now(UTC))
        last = jalali.day_of(self.to) if self.to else now
        first = jalali.day_of(self.from_) if self.from_ else last - timedelta(days=364)
        if last < first:
            raise ValueError(f"from, to: {last} lies before {first}")
        return first, last


@rules.command
def replay(
    pack: str,
    *files: Path,
    past: Past | None = None,
    city: str | None = None,
    columns: Annotated[Sequence[str], Parameter(name="--map")] = (),
    json: Json = False,
) -> int:
    """What a pack would have caught in the past, on lists of works.

    Parameters
    ----------
    pack:
        A pack's name, or a file.
    files:
        The agencies' files.
    city:
        One of Hamgam's own cities or a folder: its zones and seasons are judged too.
    columns:
        Which column holds a field, as field=column.
    json:
        Print one JSON object.
    """
    from hamgam.cli.replay import Replay, replayed  # heavy: the engine and the readers

    try:
        first, last = (past or Past()).days()
        mapping = _mapping(columns)
        found = replayed(Replay(pack, files, first, last, city, mapping))
    except ValueError as error:
        return _refuse(str(error))
    if json:
        _out(found.as_told())
    else:
        found.show(Console())
    if not found.works:
        return BAD_INPUT
    return BLOCKED if found.findings.blocks else 0


def _mapping(columns: Sequence[str]) -> Mapping[str, str]:
    """field=column texts as a mapping."""
    odd = [text for text in columns if "=" not in text]
    if odd:
        raise ValueError(f"map: {odd[0]!r} is not of the form field=column")
    pairs = [text.split("=", 1) for text in columns]
    return {field.strip(): column.strip() for field, column in pairs}


def _pack_row(pack: RulePack) -> dict[str, Any]:
    return {
        "pack": pack.key,
        "version": pack.version,
        "jurisdiction": pack.jurisdiction,
        "extends": pack.extends,
        "titles": dict(pack.titles),
        "rules": len(pack.rules),
    }


def _rule_row(rule: Rule, language: str) -> dict[str, str]:
    cited = rule.source.cited(language)
    return {
        "id": rule.id,
        "kind": rule.kind.value,
        "consequence": rule.consequence.value,
        "severity": rule.severity.value,
        "sentence": rule.sentence[language],
        "source": cited + (" (secondary)" if rule.source.secondary else ""),
    }
