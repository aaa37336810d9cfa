"""`hamgam overlaps --options`: the ways to settle the gravest collisions, on the city's scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from hamgam.cli.overlaps_options import SearchOptions, Sources
from hamgam.cli.overlaps_search import DEFAULT_PACK, season_dates
from hamgam.cli.voice import RefusalError, Voice
from hamgam.engine.findings import Finding, FindingKind
from hamgam.engine.overlaps.find import Ground
from hamgam.engine.overlaps.options.make import Weighed
from hamgam.engine.overlaps.options.rank import Ranked, options_for
from hamgam.engine.overlaps.settling import Scene
from hamgam.engine.works import Work
from hamgam.exchange.city.settling import load_settling
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.rulepack import load_pack
from hamgam.exchange.scenes import (
    exposure_in,
    freedom_by_stage,
    prices_of,
    streets_drawn,
)

BESIDE_DEGREES = 0.01
"""About a kilometre: farther than any rule of a pair reaches."""
MOST_BESIDE = 400
Settled = Mapping[str, tuple[Finding, Ranked]]


def settled(report: Report, sources: Sources, search: SearchOptions, count: int) -> Settled:
    """By finding: the ways to settle each of the gravest collisions between two dated works, in
    their order; RefusalError without a city, whose prices and people the scale needs."""
    if report.city is None or sources.city is None:
        raise RefusalError("--options: name the city whose prices and people count (--city)")
    if count < 1:
        raise RefusalError(f"--options: {count} is no count of collisions")
    told = load_settling(sources.city)
    pack = load_pack(search.rules or report.city.rulepack or DEFAULT_PACK)
    windows, calendar = season_dates(sources, report.works, report.today)
    speeds = {word: one.speed_kmh for word, one in told.people.streets.items()}
    drawn = streets_drawn([(one.line, one.street_class) for one in report.city.streets], speeds)
    found = {}
    for finding, works in _collisions(report, count):
        free = {
            work.ref: span for work in works if (span := freedom_by_stage(work, told)) is not None
        }
        scene = Scene(
            works=works,
            around=_beside(report, works),
            freedom=free,
            pack=pack,
            ground=Ground(
                zones=report.city.zones, windows=windows, calendar=calendar, epsg=report.city.epsg
            ),
            today=report.today,
            prices=prices_of(report.city.price_book, told.trench),
            exposure=exposure_in(report.city, works, told.people, drawn),
        )
        found[finding.id] = (finding, options_for(scene))
    return found


def _collisions(report: Report, count: int) -> Iterator[tuple[Finding, tuple[Work, Work]]]:
    left = count
    for finding in report.findings:
        a, b = report.sides(finding)
        if finding.kind is not FindingKind.COLLISION or a is None or b is None:
            continue
        if left and a.is_dated and b.is_dated:
            left -= 1
            yield finding, (a, b)


def _beside(report: Report, works: tuple[Work, Work]) -> list[Work]:
    """The works about a kilometre round, those at issue left out."""
    boxes = [work.geometry.buffer(BESIDE_DEGREES) for work in works if work.geometry is not None]
    own = {work.ref for work in works}
    near = [
        work
        for work in report.works
        if work.ref not in own
        and work.geometry is not None
        and any(box.intersects(work.geometry) for box in boxes)
    ]
    return near[:MOST_BESIDE]


def print_settled(voice: Voice, found: Settled, report: Report, words: Words) -> None:
    """A table of ways for each collision, leaving everything as it stands last."""
    if not found:
        voice.say(words("terminal", "no_collision"))
    for finding, ranked in found.values():
        table = Table(title=_title(finding, report, words), title_justify="left")
        for number, head in enumerate(("way", "days", "closure", "money", "hours", "broken")):
            justify: Any = "left" if number < 2 else "right"
            table.add_column(words("options", head), overflow="fold", justify=justify)
        for one in [*(way for way, _ in ranked.options), ranked.standing]:
            table.add_row(*(Text(cell) for cell in _cells(one, words)))
        voice.out.print(table)
        way = ranked.standing.weight.hours_by.value
        voice.say("  " + words("options", f"hours_by_{way}"), "dim")


def _title(finding: Finding, report: Report, words: Words) -> str:
    sides = [report.agency_in(owner, words.language) for owner in report.owners(finding)]
    return f"{finding.a} ↔ {finding.b} · {' ↔ '.join(sides)}"


def _cells(one: Weighed, words: Words) -> list[str]:
    weight = one.weight
    told = [one.option.of(ref) for ref in one.option.movers] or one.option.placements
    days = [
        f"{placement.ref}\n"
        + "\n".join(
            f"{words.jalali(span.begins)} – {words.jalali(span.ends)}" for span in placement.spans
        )
        for placement in told
    ]
    return [
        words("options", f"kind_{one.option.kind.value}"),
        "\n".join(days),
        words.number(weight.closure_days),
        words.number(weight.total_rials / 1e10, 2),
        words.number(round(weight.person_hours)),
        words.number(len(weight.breaches)),
    ]


def plain_settled(found: Settled) -> dict[str, list[dict[str, object]]]:
    """By finding id: its ways as programs read them, the best first, the standing one last."""
    return {
        identity: [_plain(one) for one in [*(way for way, _ in ranked.options), ranked.standing]]
        for identity, (_, ranked) in found.items()
    }


def _plain(one: Weighed) -> dict[str, object]:
    option, weight = one.option, one.weight
    return {
        "kind": option.kind.value,
        "movers": list(option.movers),
        "leader": option.leader,
        "by_night": option.by_night,
        "days": {
            placement.ref: [
                [span.begins.isoformat(), span.ends.isoformat()] for span in placement.spans
            ]
            for placement in option.placements
        },
        "closure_days": weight.closure_days,
        "dug_m": weight.dug_m,
        "paved_m2": weight.paved_m2,
        "rials": dict(weight.rials),
        "resident_hours": round(weight.resident_hours),
        "pilgrim_hours": round(weight.pilgrim_hours),
        "hours_by": weight.hours_by.value,
        "breaches": [breach.id for breach in weight.breaches],
        "slips": dict(weight.slips),
    }
