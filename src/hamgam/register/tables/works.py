"""The list of works."""

from __future__ import annotations

from django.urls import reverse

from hamgam.engine.works import Activity, Stage
from hamgam.kit.columns import Column, Part, Table, spoken
from hamgam.kit.filters import Asks, Filter, words_of
from hamgam.kit.list_pages import ListPage
from hamgam.kit.paint import days, link
from hamgam.kit.words import say
from hamgam.register.models import Work
from hamgam.register.tables.marks import agency_mark, agency_options, word


def _title(row: Work) -> str:
    return row.title or row.street or row.public_id


WORKS: Table[Work] = Table(
    name="works",
    usual_order="days",
    columns=(
        Column(
            key="title",
            heading="pages.work",
            value=_title,
            paint=lambda row: link(reverse("work", args=[row.public_id]), _title(row), row.ref),
            order=("title",),
        ),
        Column(
            key="ref",
            heading="pages.ref",
            value=lambda row: row.ref,
            order=("ref",),
            is_usual=False,
        ),
        Column(
            key="agency",
            heading="pages.agency",
            value=lambda row: row.agency.name(spoken()),
            paint=lambda row: agency_mark(row.agency),
            order=("agency__name_fa",),
        ),
        Column(
            key="street", heading="pages.street", value=lambda row: row.street, order=("street",)
        ),
        Column(
            key="days",
            heading="pages.days",
            paint=lambda row: days(row.begins, row.ends),
            parts=(
                Part(heading="furniture.begins", value=lambda row: row.begins),
                Part(heading="furniture.ends", value=lambda row: row.ends),
            ),
            order=("begins",),
        ),
        Column(
            key="ends",
            heading="furniture.ends",
            value=lambda row: row.ends,
            order=("ends",),
            is_usual=False,
        ),
        Column(
            key="activity",
            heading="pages.activity",
            value=lambda row: word("activity", row.activity),
            order=("activity",),
        ),
        Column(
            key="stage",
            heading="pages.stage",
            value=lambda row: word("stage", row.stage),
            order=("stage",),
        ),
        Column(
            key="impact",
            heading="pages.impact",
            value=lambda row: word("impact", row.impact),
            is_usual=False,
        ),
        Column(
            key="length",
            heading="pages.length",
            unit="pages.metres",
            value=lambda row: row.length_m,
            order=("length_m",),
            is_usual=False,
            is_figure=True,
        ),
        Column(
            key="depth",
            heading="pages.depth",
            unit="pages.metres",
            value=lambda row: row.depth_m,
            order=("depth_m",),
            is_usual=False,
            is_figure=True,
        ),
        Column(
            key="area",
            heading="pages.area",
            unit="pages.square_metres",
            value=lambda row: row.area_m2,
            order=("area_m2",),
            is_usual=False,
            is_figure=True,
        ),
        Column(
            key="certainty",
            heading="pages.certainty",
            value=lambda row: word("certainty", row.certainty),
            is_usual=False,
        ),
        Column(
            key="id",
            heading="furniture.public_id",
            value=lambda row: row.public_id,
            is_usual=False,
        ),
    ),
)
"""Who works where, and when."""


def works_page(*, has_own: bool) -> ListPage[Work, Work]:
    """The page of the list of works; `has_own` for a reader whose agency may have some."""
    language = spoken()
    times = tuple((key, say(f"pages.when_{key}", language)) for key in ("running", "past"))
    everything = ("all", say("pages.all", language))
    asked = (
        Filter(name="q", label="pages.search_works", asks=Asks.WORDS),
        Filter(name="agency", label="pages.agency", options=agency_options()),
        Filter(name="activity", label="pages.activity", options=words_of("activity", Activity)),
        Filter(name="stage", label="pages.stage", options=words_of("stage", Stage)),
        Filter(
            name="when",
            label="pages.when",
            options=(*times, everything),
            nothing="pages.when_ahead",
        ),
    )
    mine = (Filter(name="mine", label="pages.only_mine", asks=Asks.TICK),)
    return ListPage(
        table=WORKS,
        title="pages.works_title",
        empty="pages.works_empty",
        filters=asked + (mine if has_own else ()),
    )
