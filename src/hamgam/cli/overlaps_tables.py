"""What `hamgam overlaps` prints for people: the first findings, the summary, what was misread."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from hamgam.cli.voice import Voice
from hamgam.engine.findings import Finding, FindingKind, Severity
from hamgam.exchange.findings_out.counts import Line, by_agency, by_kind, by_pair, by_rule, totals
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.telling import (
    agency_name,
    rule_sentence,
    rule_source_marked,
    statement,
)
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.misread import Misread

FIRST = 12
FIRST_MISREAD = 20
MOST_AGENCIES = 20
STYLES = {Severity.HIGH: "bold red", Severity.MEDIUM: "yellow", Severity.LOW: "dim"}
SIGNS = {
    FindingKind.COLLISION: "◆",
    FindingKind.CHANCE: "⫽",
    FindingKind.GAP: "○",
    FindingKind.PROTECTION: "▣",
    FindingKind.BLACKOUT: "■",
    FindingKind.NOTICE: "▲",
}


def _table(title: str, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold", title_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, overflow="fold", justify="left" if place == 0 else "right")
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    return table


def print_misread(voice: Voice, misread: Sequence[Misread], words: Words) -> None:
    """The first things that could not be read, and how many there are."""
    if not misread:
        return
    count = words("terminal", "misread", count=words.number(len(misread)))
    voice.say(count, "yellow")
    for fault in misread[:FIRST_MISREAD]:
        voice.say(f"  {fault}")
    more = len(misread) - FIRST_MISREAD
    if more > 0:
        voice.say("  " + words("terminal", "more_misread", count=words.number(more)))


def print_notes(voice: Voice, notes: Sequence[str]) -> None:
    """How the files were read, where that was not plain."""
    for note in notes:
        voice.say(note, "dim")


def print_first(voice: Voice, report: Report, words: Words) -> None:
    """The gravest findings as a table, and where to go on."""
    found = len(report.found)
    if not found:
        voice.out.print(words("terminal", "none"), markup=False)
        print_past(voice, report, words)
        return
    first = report.gravest(FIRST)
    title = words("terminal", "first", shown=words.number(len(first)), all=words.number(found))
    table = Table(title=title, title_justify="left", header_style="bold", title_style="bold")
    for key in ("kind", "severity", "statement", "a_ref", "b_ref"):
        table.add_column(words("columns", key), overflow="fold")
    for finding in first:
        table.add_row(*_cells(report, finding, words))
    voice.out.print(table)
    voice.say(words("terminal", "next"))


def print_past(voice: Voice, report: Report, words: Words) -> None:
    """That most works are over, and whether the search left them out."""
    if report.pack is not None and report.past * 2 > len(report.works):
        count, day = words.number(report.past), words.jalali(report.since or report.today)
        key = "past_too" if report.since is None else "past"
        voice.say(words("terminal", key, count=count, day=day), "yellow")


def _cells(report: Report, finding: Finding, words: Words) -> list[Text]:
    severity = finding.severity
    style = STYLES[severity] if severity else ""
    a, b = report.sides(finding)
    other = "" if finding.b is None else f"{agency_name(report, b, words)}\n{finding.b}"
    return [
        Text(f"{SIGNS[finding.kind]} {words('kinds', finding.kind)}", style=style),
        Text(words("severities", severity) if severity else "", style=style),
        Text(statement(report, finding, words)),
        Text(f"{agency_name(report, a, words)}\n{finding.a}"),
        Text(other),
    ]


def print_examples(voice: Voice, report: Report, words: Words) -> None:
    """The gravest finding of each kind, in two sentences: what was found, what the rule says."""
    voice.out.print(Text("\n" + words("terminal", "demo_examples"), style="bold"))
    for kind in FindingKind:
        if kind in report.counted.by_kind:
            finding = report.gravest_of_kind(kind)
            head = Text(f"{SIGNS[kind]} {words('kinds', kind)}: ", style="bold")
            voice.out.print(head + Text(statement(report, finding, words) + "."))
            voice.out.print(Text(f"  {rule_sentence(report, finding, words)}", style="dim"))


def print_summary(voice: Voice, report: Report, words: Words) -> None:
    """How much was found: in all, by kind, by agency, by pair of agencies, by rule."""
    figures = _table(words("summary", "title"), ("", ""), totals(report, words))
    figures.show_header = False
    voice.out.print(figures)
    print_past(voice, report, words)
    for title, heads, lines in _blocks(report, words):
        if lines:
            voice.out.print(_table(title, heads, lines))


def _blocks(report: Report, words: Words) -> list[tuple[str, Sequence[str], Sequence[Line]]]:
    column = words.texts["columns"]
    severities = [words("severities", severity) for severity in Severity]
    kinds = [column["kind"], *severities, words("summary", "no_severity"), words("summary", "all")]
    return [
        (words("summary", "by_kind"), kinds, by_kind(report, words)),
        (
            words("summary", "by_agency"),
            [column["agency"], column["works"], column["findings"]],
            by_agency(report, words, MOST_AGENCIES),
        ),
        (
            words("summary", "by_pair"),
            [words("summary", "pair"), column["findings"]],
            by_pair(report, words),
        ),
        (
            words("summary", "by_rule"),
            [column["sentence"], column["rule_source"], column["findings"]],
            _rules(report, words),
        ),
    ]


def _rules(report: Report, words: Words) -> list[Line]:
    return [
        (
            f"{rule}: {rule_sentence(report, report.gravest_of_rule(rule), words)}",
            rule_source_marked(report.rules.get(rule), words),
            words.number(count),
        )
        for rule, count in by_rule(report)
    ]
