"""The list of projects."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamgam.agencies.queries import agencies
from hamgam.kit.columns import Column, Part, Table, shown, spoken
from hamgam.kit.filters import Asks, Filter, words_of
from hamgam.kit.list_pages import ListPage
from hamgam.kit.paint import link, state
from hamgam.kit.words import say
from hamgam.register.models import Project
from hamgam.register.seen import Seen
from hamgam.register.tables.marks import agency_mark, word
from hamgam.register.vocabulary import ProjectClass


def _progress(seen: Seen) -> SafeString | str:
    if seen.report is None:
        return "–"
    return render_to_string("parts/two_bars.html", {"report": seen.report})


def _promise(seen: Seen) -> SafeString:
    day = shown(seen.row.ends)
    if not seen.slip_days:
        return format_html('<span class="num">{}</span>', day)
    later = say("pages.days_later", spoken(), count=shown(seen.slip_days))
    return format_html(
        '<span class="num">{}</span><small>{}</small>', day, state("k-slip", "slip", later)
    )


def _share(seen: Seen, name: str) -> float | None:
    permille: int | None = getattr(seen.report, name) if seen.report else None
    return None if permille is None else permille / 10


PROJECTS: Table[Seen] = Table(
    name="projects",
    usual_order="ends",
    columns=(
        Column(
            key="title",
            heading="pages.project",
            value=lambda seen: seen.row.title,
            paint=lambda seen: link(
                reverse("project", args=[seen.row.public_id]), seen.row.title, seen.row.code
            ),
            order=("title",),
        ),
        Column(
            key="code",
            heading="furniture.code",
            value=lambda seen: seen.row.code,
            order=("code",),
            is_usual=False,
        ),
        Column(
            key="agency",
            heading="pages.agency",
            value=lambda seen: seen.row.agency.name(spoken()),
            paint=lambda seen: agency_mark(seen.row.agency),
            order=("agency__name_fa",),
        ),
        Column(
            key="class",
            heading="pages.class",
            value=lambda seen: word("project_class", seen.row.project_class),
            order=("project_class",),
            is_usual=False,
        ),
        Column(
            key="status",
            heading="pages.status",
            value=lambda seen: word("status", seen.status),
            paint=lambda seen: state(seen.shape, seen.tone, word("status", seen.status)),
        ),
        Column(
            key="progress",
            heading="pages.progress",
            unit="pages.progress_two",
            paint=_progress,
            parts=(
                Part(
                    heading="furniture.built", value=lambda seen: _share(seen, "physical_permille")
                ),
                Part(heading="furniture.paid", value=lambda seen: _share(seen, "paid_permille")),
            ),
        ),
        Column(
            key="ends",
            heading="pages.promise",
            value=lambda seen: seen.row.ends,
            paint=_promise,
            order=("ends",),
        ),
        Column(
            key="first",
            heading="pages.first_promise",
            value=lambda seen: seen.row.first_promised_end,
            order=("first_promised_end",),
            is_usual=False,
        ),
        Column(
            key="slip",
            heading="pages.slip",
            unit="pages.day_unit",
            value=lambda seen: seen.slip_days or None,
            is_usual=False,
            is_figure=True,
        ),
        Column(
            key="begins",
            heading="furniture.begins",
            value=lambda seen: seen.row.begins,
            order=("begins",),
            is_usual=False,
        ),
    ),
)
"""What the city builds, and where it stands."""


def _owners() -> tuple[tuple[str, str], ...]:
    language = spoken()
    return tuple((row.key, row.name(language)) for row in agencies() if row.kind != "council")


def projects_page(*, has_own: bool) -> ListPage[Project, Seen]:
    """The page of the list of projects."""
    asked = (
        Filter(name="q", label="pages.search_projects", asks=Asks.WORDS),
        Filter(name="agency", label="pages.agency", options=_owners()),
        Filter(name="class", label="pages.class", options=words_of("project_class", ProjectClass)),
    )
    mine = (Filter(name="mine", label="pages.only_mine", asks=Asks.TICK),)
    return ListPage(
        table=PROJECTS,
        title="pages.nav_projects",
        empty="pages.projects_empty",
        filters=asked + (mine if has_own else ()),
        turn=lambda rows: [Seen(row) for row in rows],
    )
