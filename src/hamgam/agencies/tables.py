"""The list of agencies."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamgam.agencies.models import Agency
from hamgam.agencies.vocabulary import AgencyKind
from hamgam.kit.columns import Column, Table, spoken
from hamgam.kit.filters import Asks, Filter, words_of
from hamgam.kit.list_pages import ListPage
from hamgam.kit.paint import link
from hamgam.kit.words import say


def _deep(row: Agency) -> SafeString:
    """The name, as far in as the agency lies below others."""
    depth = min(max(row.path.count("/") - 2, 0), 3)
    name = link(reverse("agency", args=[row.key]), row.name(spoken()))
    return format_html('<span class="deep deep{}">{}</span>', depth, name)


def _works(row: Agency) -> SafeString:
    address, told = reverse("works"), say("pages.its_works", spoken())
    return format_html('<a href="{}?agency={}">{}</a>', address, row.key, told)


AGENCIES: Table[Agency] = Table(
    name="agencies",
    usual_order="place",
    columns=(
        Column(
            key="name",
            heading="pages.agency",
            value=lambda row: row.name(spoken()),
            paint=_deep,
            order=("name_fa",),
        ),
        Column(
            key="kind",
            heading="pages.agency_kind",
            value=lambda row: say(f"vocabulary.agency_kind_{row.kind}", spoken()),
            order=("kind",),
        ),
        Column(
            key="works",
            heading="pages.nav_works",
            value=lambda row: f"/works/?agency={row.key}",
            paint=_works,
        ),
        Column(
            key="place",
            heading="furniture.key",
            value=lambda row: row.key,
            order=("path",),
            is_usual=False,
        ),
    ),
)
"""Who takes part, parents before children."""


def agencies_page() -> ListPage[Agency, Agency]:
    """The page of the list of agencies."""
    return ListPage(
        table=AGENCIES,
        title="pages.nav_agencies",
        empty="furniture.agencies_empty",
        filters=(
            Filter(name="q", label="furniture.search_agencies", asks=Asks.WORDS),
            Filter(
                name="kind",
                label="pages.agency_kind",
                options=words_of("agency_kind", AgencyKind),
            ),
        ),
        size=100,
    )
