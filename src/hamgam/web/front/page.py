"""The front page of whoever asks: its sentence, and its sections in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Person, Post
from hamgam.agencies.rights import Right
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.web.front.parts import Asking
from hamgam.web.front.posts import LAYOUTS, Front, front_of
from hamgam.web.front.sections import SECTIONS

NUMBERED = 10
"""Counts up to this are said in words: «سه تصمیم»."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One section with what it tells and the template that shows it."""

    name: str
    told: dict[str, Any]

    @property
    def template(self) -> str:
        """Where it is drawn."""
        return f"front/{self.name}.html"


def counted(count: int, language: Language) -> str:
    """A count in words where it is small, else in digits."""
    if 0 < count <= NUMBERED:
        return say(f"counts.n{count}", language)
    return localise(count, language)


LEADING = {
    Front.MAYOR: ("decisions", "count"),
    Front.GOVERNOR: ("decisions", "count"),
    Front.DEPUTY: ("decisions", "count"),
    Front.SECRETARY: ("findings", "blocking"),
    Front.PLANNER: ("findings", "blocking"),
    Front.DISTRICT: ("area", "running_count"),
    Front.COUNCIL: ("backlog", "count"),
    Front.SUPERVISOR: ("reports", "old"),
    Front.ADMINISTRATOR: ("care", "faults"),
}
"""The number each page's sentence is made of."""


def _leading(front: Front, drawn: dict[str, dict[str, Any]]) -> int:
    section, name = LEADING[front]
    told = drawn.get(section, {})
    value = told.get("counts", told).get(name, 0) if name == "blocking" else told.get(name, 0)
    return len(value) if isinstance(value, tuple) else int(value or 0)


def _title(front: Front, count: int, asking: Asking) -> str:
    key = f"front.title_{front.value}" if count else f"front.clear_{front.value}"
    name = asking.acting.post.agency.name(asking.language) if asking.acting.post else ""
    return say(key, asking.language, count=counted(count, asking.language), name=name)


def _lead(front: Front, drawn: dict[str, dict[str, Any]], asking: Asking) -> str:
    """What happens first if nothing is done; else what the page is for."""
    seen = drawn.get("decisions", {}).get("seen", [])
    first = next((s.told.otherwise for s in seen if s.told.otherwise), "")
    if first and front in {Front.MAYOR, Front.GOVERNOR, Front.DEPUTY}:
        return say("front.if_nothing", asking.language, otherwise=first)
    return say(f"front.lead_{front.value}", asking.language)


def _role(post: Post, language: Language) -> str:
    """What the post is called: its own title in the city's language, else the role's word."""
    told = say(f"vocabulary.role_{post.role}", language)
    return post.title or told if language is Language.FA else told


def front(acting: Acting, today: date, language: Language) -> dict[str, Any]:
    """Everything the front page tells; a constant number of queries."""
    kind = front_of(acting.post)
    layout = LAYOUTS[kind]
    asking = Asking(acting=acting, today=today, language=language, is_wide=layout.is_wide)
    told = {name: SECTIONS[name](asking) for name in (*layout.main, *layout.beside)}
    post = acting.post
    return {
        "kind": kind.value,
        "post": post,
        "role": _role(post, language) if post else "",
        "title": _title(kind, _leading(kind, told), asking),
        "lead": _lead(kind, told, asking),
        "main": [Drawn(name, told[name]) for name in layout.main],
        "beside": [Drawn(name, told[name]) for name in layout.beside],
        "reads_only": not acting.may(Right.RECORD_WORK) and kind is Front.COUNCIL,
    }


def people_of_demo(language: Language) -> list[tuple[str, str]]:
    """The demo's accounts, name and post; nothing in a real city."""
    if not settings.HAMGAM_DEMO:
        return []
    from hamgam.web.demo import ACCOUNTS

    known = {row.username: row for row in Person.objects.filter(username__in=list(ACCOUNTS))}
    return [(name, str(known[name])) for name in ACCOUNTS if name in known]
