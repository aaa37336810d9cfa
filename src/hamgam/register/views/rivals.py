"""Two versions of a work side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import names_of
from hamgam.agencies.rights import Right
from hamgam.engine.works import Kind
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.rivals import settle_rival
from hamgam.register.actions.works import right_for
from hamgam.register.models.rivals import RivalVersion
from hamgam.register.views.reading import language
from hamgam.register.vocabulary import RivalState

WORDS = frozenset(
    {"kind", "activity", "stage", "impact", "certainty", "surface", "road_part", "sharing"}
)
"""Fields told by a word of a vocabulary."""


def _told(name: str, value: object) -> str:
    if value in (None, ""):
        return "–"
    if name in WORDS:
        return say(f"vocabulary.{name}_{value}", language())
    return str(value)


def differing(row: RivalVersion) -> Iterator[tuple[str, str, str]]:
    """Each field on which the two differ: its name, what stood, what was told."""
    for name, stood in row.stood.items():
        told = row.told.get(name)
        if told != stood:
            yield say(f"rivals.field_{name}", language()), _told(name, stood), _told(name, told)


def _seen(request: HttpRequest, rival_id: str) -> RivalVersion:
    found = queries.rivals_visible_to(acting_of(request)).filter(public_id=rival_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def rival_page(request: HttpRequest, rival_id: str, *, status: int = 200) -> HttpResponse:
    """Both versions side by side."""
    row, acting = _seen(request, rival_id), acting_of(request)
    work = row.work
    may = acting.may(right_for(Kind(work.kind)), work.agency.path, subject=work.public_id)
    told = {
        "rival": row,
        "work": work,
        "rows": list(differing(row)),
        "who": names_of([row.actor]).get(row.actor, row.actor),
        "may_settle": may and row.state == RivalState.OPEN,
    }
    return render(request, "register/rival.html", told, status=status)


@door(Right.READ_REGISTER)
@require_safe
def rival(request: HttpRequest, rival_id: str) -> HttpResponse:
    """Two versions that were told without knowing of each other."""
    return rival_page(request, rival_id)


@door(Right.RECORD_WORK)
@require_POST
def settle(request: HttpRequest, rival_id: str) -> HttpResponse:
    """Let one of the two stand."""
    keep = request.POST.get("keep", "")
    choice = RivalState(keep) if keep in set(RivalState) else RivalState.OPEN
    row = settle_rival(by=acting_of(request), rival=rival_id, keep=choice)
    messages.success(request, say("rivals.settled", language()))
    return redirect("work", row.work.public_id)
