"""The list of what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from hamgam.kit.columns import Column, Table, spoken
from hamgam.kit.filters import Asks, Filter
from hamgam.kit.list_pages import ListPage
from hamgam.kit.paint import link
from hamgam.kit.words import sentences
from hamgam.ledger.models import Fact
from hamgam.register.events import Event


def _subject(event: Event) -> SafeString | str:
    name = event.title or event.subject
    return link(reverse(event.page, args=[event.subject]), name) if event.page else name


EVENTS: Table[Event] = Table(
    name="history",
    usual_order="-at",
    columns=(
        Column(
            key="at",
            heading="furniture.at",
            value=lambda event: event.at,
            order=("id",),
        ),
        Column(
            key="what",
            heading="furniture.what",
            value=lambda event: event.what,
            order=("name",),
        ),
        Column(key="who", heading="pages.person", value=lambda event: event.who),
        Column(
            key="agency",
            heading="pages.agency",
            value=lambda event: event.agency,
            order=("agency",),
        ),
        Column(
            key="subject",
            heading="furniture.subject",
            value=lambda event: event.title or event.subject,
            paint=_subject,
            order=("subject",),
        ),
        Column(
            key="id",
            heading="furniture.public_id",
            value=lambda event: event.subject,
            is_usual=False,
        ),
        Column(key="reason", heading="pages.reason", value=lambda event: event.reason),
    ),
)
"""Everything the reader's agencies did, the latest first."""


def fact_options() -> tuple[tuple[str, str], ...]:
    """Every kind of fact with its sentence, by the sentence."""
    told = sentences(spoken())
    facts = [(key.partition(".")[2], text) for key, text in told.items() if key[:6] == "facts."]
    return tuple(sorted(facts, key=lambda fact: fact[1]))


def history_page(
    turn: Callable[[Sequence[Fact]], Sequence[Event]], agencies: tuple[tuple[str, str], ...]
) -> ListPage[Fact, Event]:
    """The page of what happened; `agencies` are those whose history the reader may see."""
    return ListPage(
        table=EVENTS,
        title="pages.history_title",
        empty="pages.history_empty",
        filters=(
            Filter(name="name", label="furniture.what", options=fact_options()),
            Filter(name="agency", label="pages.agency", options=agencies),
            Filter(name="who", label="furniture.who", asks=Asks.WORDS),
            Filter(name="subject", label="furniture.subject", asks=Asks.WORDS),
            Filter(name="since", label="furniture.since", asks=Asks.DAY),
            Filter(name="until", label="furniture.until", asks=Asks.DAY),
        ),
        turn=turn,
        size=50,
    )
