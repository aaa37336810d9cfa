"""An option made by hand, and where an agency lets its work lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.opening import compute
from hamgam.coordination.actions.rows import case_in_hand
from hamgam.coordination.actions.settling import today
from hamgam.coordination.bridge import hidden_beside, placements_json, scene_of, weight_json
from hamgam.coordination.models import Case, CaseWork, Option
from hamgam.coordination.queries.cases import cases_visible_to
from hamgam.coordination.workflow.cases import UNSETTLED, State
from hamgam.engine.overlaps.options.make import weighed_by_hand
from hamgam.engine.overlaps.settling import Option as Way
from hamgam.engine.overlaps.settling import OptionKind, Placement, Scene, Span
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand

Days = Mapping[str, Sequence[tuple[date, date]]]
"""By a work's public id, its stages as first and last days."""


def make_option(*, by: Acting, case: str, days: Days, by_night: bool = False) -> Option:
    """Make a way by hand; it is weighed by the same scale as the computed ones, and whatever rule
    it breaks is named. Planners of the owners; records `option_made`."""
    with deed(by):
        row = case_in_hand(by, case, Right.SETTLE_CASE)
        if State(row.state) not in UNSETTLED:
            raise Refused("state")
        scene = scene_of(row, today())
        weighed = weighed_by_hand(scene, _way(scene, days, by_night))
        last = row.options.filter(stale=False).aggregate(rank=Max("rank"))["rank"] or 0
        option = weighed.option
        made = Option.objects.create(
            case=row,
            rank=last + 1,
            kind=option.kind.value,
            placements=placements_json(option),
            movers=list(option.movers),
            by_night=by_night,
            weight=weight_json(weighed, hidden_beside(scene)),
            made_by=by.actor,
        )
        record_fact("option_made", subject=row.public_id, payload={"option": made.public_id})
    return made


def _way(scene: Scene, days: Days, by_night: bool) -> Way:
    """The days as an option; refuses (`validation`) days that are none."""
    placements, movers = [], []
    unknown = set(days) - {work.ref for work in scene.works}
    if unknown:
        raise Refused("validation", errors=[{"pointer": "#/days", "detail": min(unknown)}])
    for work in scene.works:
        stated = (scene.span_of(work.ref),)
        try:
            told = tuple(Span(first, last) for first, last in days.get(work.ref, ()))
            placement = Placement(ref=work.ref, spans=told or stated)
        except ValueError as fault:
            error = {"pointer": f"#/days/{work.ref}", "detail": str(fault)}
            raise Refused("validation", errors=[error]) from fault
        placements.append(placement)
        movers += [work.ref] if placement.spans != stated else []
    return Way(
        kind=OptionKind.HAND_MADE,
        placements=tuple(placements),
        movers=tuple(movers),
        by_night=by_night,
    )


def free_work(*, by: Acting, case: str, work: str, between: tuple[date, date]) -> Case:
    """Say where one's work may lie in this case, and compute the ways anew. Planners of the work's
    agency; records `work_freed`."""
    earliest, latest = between
    with deed(by):
        row = in_hand(cases_visible_to(by), case)
        held = CaseWork.objects.select_related("work__agency").filter(
            case=row, work__public_id=work
        )
        own = held.first()
        if own is None:
            raise Refused("not_found")
        by.require(Right.SETTLE_CASE, own.work.agency.path, subject=row.public_id)
        if State(row.state) not in UNSETTLED or latest < earliest:
            raise Refused("state")
        own.earliest, own.latest = earliest, latest
        own.save(update_fields=["earliest", "latest"])
        compute(row)
        payload = {
            "work": work,
            "earliest": earliest.isoformat(),
            "latest": latest.isoformat(),
        }
        record_fact("work_freed", subject=row.public_id, payload=payload)
    return row
