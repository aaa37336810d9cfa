"""What waits, as people are told it: the question, the cost of waiting, the deeds at hand.

An inbox item holds only its kind and its subject; how a kind is told and which deeds end it stands
in the one table that the setting `HAMGAM_INBOX` names, so a capability adds a kind in one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.queries import agencies
from hamgam.kit.words import Language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of item: the dotted name of its teller, and the facts by which it is settled."""

    teller: str
    settled_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One field of a deed done in place; `look` is `text`, `day`, `number` or `hidden`."""

    name: str
    look: str = "text"
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A deed that can be done where the item stands: its key of a sentence and its address."""

    key: str
    address: str
    blanks: tuple[Blank, ...] = ()
    is_main: bool = True
    """Whether it is what the item asks for; setting aside never is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits, in the reader's language. Empty texts are not known, and not shown."""

    question: str
    why: str = ""
    cost: str = ""
    """What waiting costs; never a guess."""
    otherwise: str = ""
    """What happens if nothing is done."""
    page: tuple[str, str] | None = None
    """Address and label of the page of what it is about."""
    offers: tuple[Offer, ...] = ()

    @property
    def has_main(self) -> bool:
        """Whether a deed at hand is what the item asks for."""
        return any(offer.is_main for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Seen:
    """An item beside how it is told."""

    item: InboxItem
    told: Waiting
    late_days: int
    """Days past its due day; 0 or less while it is not late."""


Teller = Callable[[Sequence[InboxItem], Acting, Language, date], Mapping[int, Waiting]]
"""Tells the items of one kind by their keys; asks a constant number of queries. An item whose
subject the reader may not see is left out, and told without its content."""


def kinds() -> Mapping[str, Kind]:
    """Every kind of item, by name."""
    table: Mapping[str, Kind] = import_string(settings.HAMGAM_INBOX)
    return table


def kinds_settled_by(fact: str) -> list[str]:
    """The kinds of items that a fact settles."""
    return [name for name, kind in kinds().items() if fact in kind.settled_by]


def _plain(item: InboxItem, names: Mapping[str, str], language: Language) -> Waiting:
    """An item of which nothing but its kind may be told, or is known."""
    about = dict(item.about)
    key = str(about.get("agency", ""))
    sentence = say(f"inbox.{item.kind}", language, **about | {"agency": names.get(key, key)})
    if sentence == f"inbox.{item.kind}":
        sentence = say("inbox.untold", language)
    return Waiting(question=sentence)


def seen_items(
    items: Iterable[InboxItem], acting: Acting, language: Language, today: date
) -> list[Seen]:
    """Items with how each is told, in the order given; each kind is asked about once."""
    held: list[InboxItem] = list(items)
    told: dict[int, Waiting] = {}
    by_kind: dict[str, list[InboxItem]] = defaultdict(list)
    for item in held:
        by_kind[item.kind].append(item)
    for name, group in by_kind.items():
        if kind := kinds().get(name):
            teller: Teller = import_string(kind.teller)
            told |= teller(group, acting, language, today)
    names = {row.key: row.name(language) for row in agencies()} if len(told) < len(held) else {}
    return [
        Seen(
            item,
            told.get(item.pk) or _plain(item, names, language),
            (today - item.due).days if item.due else 0,
        )
        for item in held
    ]
