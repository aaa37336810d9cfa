"""The list of streets."""

from __future__ import annotations

from django.urls import reverse

from hamgam.kit.columns import Column, Table
from hamgam.kit.filters import Asks, Filter
from hamgam.kit.list_pages import ListPage
from hamgam.kit.paint import link
from hamgam.kit.templatetags.pages import named
from hamgam.register.models import Street
from hamgam.register.tables.marks import word

STREETS: Table[Street] = Table(
    name="streets",
    usual_order="name",
    columns=(
        Column(
            key="name",
            heading="pages.street",
            value=named,
            paint=lambda row: link(reverse("street", args=[row.key]), named(row)),
            order=("name_fa",),
        ),
        Column(
            key="class",
            heading="furniture.street_class",
            value=lambda row: word("street_class", row.street_class.replace(" ", "_")),
            order=("street_class",),
        ),
        Column(
            key="width",
            heading="furniture.width",
            unit="pages.metres",
            value=lambda row: row.width_m,
            order=("width_m",),
            is_figure=True,
        ),
        Column(
            key="key",
            heading="furniture.key",
            value=lambda row: row.key,
            order=("key",),
            is_usual=False,
        ),
    ),
)
"""The city's streets; each leads to what digs in it."""


def streets_page() -> ListPage[Street, Street]:
    """The page of the list of streets."""
    return ListPage(
        table=STREETS,
        title="pages.nav_streets",
        empty="pages.streets_empty",
        filters=(Filter(name="q", label="pages.search_streets", asks=Asks.WORDS),),
        size=50,
    )
