"""The list of overlaps."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamgam.engine.findings import FindingKind, Severity
from hamgam.kit.columns import Column, Part, Table, Value, spoken
from hamgam.kit.filters import Asks, Filter, words_of
from hamgam.kit.list_pages import ListPage
from hamgam.kit.paint import beside, link, state
from hamgam.kit.templatetags.pages import span
from hamgam.register.law import Law
from hamgam.register.models import Finding, Work
from hamgam.register.tables.marks import agency_mark, agency_options, word
from hamgam.register.views.telling import Told, tell
from hamgam.register.vocabulary import FindingState


def _side(work: Work) -> SafeString:
    mark, days = agency_mark(work.agency), span(work.begins, work.ends)
    return format_html("{}<small>{}</small>", mark, days)


def _sides(told: Told) -> SafeString:
    row = told.finding
    return format_html("{}{}", _side(row.a), _side(row.b) if row.b else "")


def _kind(told: Told) -> SafeString:
    name = word("finding_kind", told.finding.kind)
    return state(told.shape, told.tone, name, is_tag=True)


def _consequence(told: Told) -> SafeString:
    row = told.finding
    return beside(word("consequence", row.consequence), word("severity", row.severity))


def _of(side: str, take: Callable[[Work], Value]) -> Callable[[Told], Value]:
    def value(told: Told) -> Value:
        work: Work | None = getattr(told.finding, side)
        return take(work) if work else None

    return value


def _parts(side: str) -> tuple[Part[Told], ...]:
    takes: dict[str, Callable[[Work], Value]] = {
        "agency": lambda work: work.agency.name(spoken()),
        "title": lambda work: work.title or work.street,
        "begins": lambda work: work.begins,
        "ends": lambda work: work.ends,
    }
    return tuple(
        Part(heading=f"furniture.{side}_{name}", value=_of(side, take))
        for name, take in takes.items()
    )


OVERLAPS: Table[Told] = Table(
    name="overlaps",
    usual_order="gravity",
    columns=(
        Column(
            key="kind",
            heading="pages.kind",
            value=lambda told: word("finding_kind", told.finding.kind),
            paint=_kind,
            order=("kind",),
        ),
        Column(
            key="sentence",
            heading="pages.what_was_found",
            value=lambda told: told.sentence,
            paint=lambda told: link(
                reverse("overlap", args=[told.finding.identity]), told.sentence
            ),
        ),
        Column(
            key="works",
            heading="pages.two_works",
            paint=_sides,
            parts=(*_parts("a"), *_parts("b")),
            order=("a__begins",),
        ),
        Column(
            key="gravity",
            heading="pages.consequence",
            value=lambda told: word("consequence", told.finding.consequence),
            paint=_consequence,
            order=("blocks", "weight", "a__begins"),
        ),
        Column(
            key="severity",
            heading="pages.severity",
            value=lambda told: word("severity", told.finding.severity),
            order=("weight",),
            is_usual=False,
        ),
        Column(
            key="distance",
            heading="pages.distance",
            unit="pages.metres",
            value=lambda told: told.finding.distance_m,
            order=("distance_m",),
            is_usual=False,
            is_figure=True,
        ),
        Column(
            key="shared_days",
            heading="pages.shared_days",
            value=lambda told: told.finding.overlap_days,
            order=("overlap_days",),
            is_usual=False,
            is_figure=True,
        ),
        Column(
            key="first_found",
            heading="pages.first_found",
            value=lambda told: told.finding.first_found,
            order=("first_found",),
            is_usual=False,
        ),
        Column(
            key="rule",
            heading="pages.rule",
            value=lambda told: told.finding.rule,
            order=("rule",),
            is_usual=False,
        ),
        Column(
            key="source",
            heading="furniture.source",
            value=lambda told: told.source,
            is_usual=False,
        ),
    ),
)
"""Where works collide, could be dug once, or break a rule."""


def overlaps_page(by: Law, *, has_own: bool) -> ListPage[Finding, Told]:
    """The page of the list of overlaps under the rules of the day."""
    states = words_of("finding_state", FindingState)
    asked = (
        Filter(name="q", label="pages.search_overlaps", asks=Asks.WORDS),
        Filter(name="kind", label="pages.kind", options=words_of("finding_kind", FindingKind)),
        Filter(name="agency", label="pages.agency", options=agency_options()),
        Filter(name="severity", label="pages.severity", options=words_of("severity", Severity)),
        Filter(name="state", label="pages.state", options=states, nothing=""),
        Filter(name="past", label="furniture.with_past", asks=Asks.TICK),
    )
    mine = (Filter(name="mine", label="pages.only_mine", asks=Asks.TICK),)
    return ListPage(
        table=OVERLAPS,
        title="pages.nav_overlaps",
        empty="pages.overlaps_empty",
        filters=asked + (mine if has_own else ()),
        turn=lambda rows: [tell(row, by) for row in rows],
    )
