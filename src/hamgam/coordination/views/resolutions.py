"""Council resolutions with the conformity board's clock: the list, and one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import names_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import resolutions as deeds
from hamgam.coordination.bridge import settling
from hamgam.coordination.forms import ties as told
from hamgam.coordination.models import Resolution
from hamgam.coordination.queries import ties as queries
from hamgam.coordination.views.doing import do
from hamgam.coordination.views.telling import left_told
from hamgam.coordination.vocabulary import (
    RESOLUTION_CLOCKS,
    RESOLUTION_MOVES,
    ResolutionMove,
    ResolutionState,
)
from hamgam.kit.lists import listing
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language


@door(Right.READ_REGISTER)
@require_safe
def resolution_list(request: HttpRequest) -> HttpResponse:
    """Resolutions, those whose clock runs out first in front."""
    acting = acting_of(request)
    page = listing(queries.resolutions_visible_to(acting), request.GET.get("page"))
    may = acting.agency is not None and acting.may(Right.KEEP_RESOLUTION, acting.agency.path)
    context = {
        "page": page,
        "rows": [_line(row) for row in page.items],
        "may_record": may
        and acting.agency is not None
        and queries.may_keep_resolutions(acting.agency),
    }
    return render(request, "coordination/resolutions.html", context)


def _line(row: Resolution) -> dict[str, Any]:
    return {
        "row": row,
        "left": left_told(row.due, language()) if row.due else "",
        "otherwise": otherwise_told(row),
    }


def otherwise_told(row: Resolution) -> str:
    """What happens if the body before which it lies says nothing; empty in an end."""
    if row.due is None:
        return ""
    clock = settling().clocks[RESOLUTION_CLOCKS[ResolutionState(row.state)]]
    return say(f"ties.silence_{clock.silence.value}", language())


@door(Right.READ_REGISTER)
@require_safe
def resolution(request: HttpRequest, resolution_id: str) -> HttpResponse:
    """One resolution: before whom it lies, until when, and what was said."""
    acting = acting_of(request)
    row = queries.resolution_of(acting, resolution_id)
    steps = sorted(row.steps.all(), key=lambda step: step.pk)
    names = names_of({step.actor for step in steps})
    context = _line(row) | {
        "resolution": row,
        "keeper": queries.keeper_of(row) if row.due else None,
        "said": [{"step": step, "by": names.get(step.actor, "")} for step in steps],
        "moves": _moves(acting, row),
        "history": story_of(acting, row.public_id),
    }
    return render(request, "coordination/resolution.html", context)


def _moves(acting: Acting, row: Resolution) -> list[ResolutionMove]:
    """What the reader may record here and now."""
    keeper = queries.keeper_of(row)
    if keeper is None or not acting.may(Right.KEEP_RESOLUTION, keeper.path):
        return []
    here = ResolutionState(row.state)
    return [
        move
        for state, move in RESOLUTION_MOVES
        if state is here and move is not ResolutionMove.SILENCE
    ]


@door(Right.KEEP_RESOLUTION)
@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Write down a resolution that was sent to the board."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        passed = deeds.Passed(
            number=data["resolution"],
            title=data["title"],
            words=data["words"],
            passed_on=data["passed_on"],
            letter=(data["number"], data["on"]),
        )
        return deeds.record_resolution(by=by, agency=acting_agency(by), passed=passed)

    return do(request, ("resolutions",), told.ResolutionForm, done)


@door(Right.KEEP_RESOLUTION)
@require_POST
def move(request: HttpRequest, resolution_id: str) -> HttpResponse:
    """Record what the body before which it lies says."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        said = deeds.Said(
            move=ResolutionMove(data["move"]), words=data["words"], letter=told.letter_in(data)
        )
        return deeds.move_resolution(by=by, resolution=resolution_id, said=said)

    return do(request, ("resolution", resolution_id), told.MoveForm, done)
