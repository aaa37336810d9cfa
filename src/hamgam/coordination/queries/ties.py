"""Reads of joint steps, council resolutions and standing policies."""

from __future__ import annotations

from django.db.models import QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination import models as rows
from hamgam.coordination.bridge import settling
from hamgam.coordination.queries.cases import open_cases
from hamgam.coordination.sides import Sides, sides, stands_in
from hamgam.coordination.vocabulary import STEP_ENDS, PartyRole, ResolutionState
from hamgam.kit.refusals import Refused


def steps_visible_to(acting: Acting) -> QuerySet[rows.JointStep]:
    """Joint steps, for the people of the two sides alone, the latest first."""
    try:
        may = stands_in(acting, sides())
    except Refused:
        may = False
    found = rows.JointStep.objects.all() if may else rows.JointStep.objects.none()
    return found.select_related("asker", "asked").order_by("-pk")


def open_steps(acting: Acting) -> QuerySet[rows.JointStep]:
    """Steps that wait for an answer or for being done, the most pressing first."""
    ended = [state.value for state in STEP_ENDS]
    return steps_visible_to(acting).exclude(state__in=ended).order_by("due", "pk")


def cases_between(acting: Acting, held: Sides) -> QuerySet[rows.Case]:
    """Open cases in which agencies of both sides are owners, or which the pair's own ladder
    holds."""
    found = open_cases(acting)
    for side in held:
        mine = rows.CaseParty.objects.filter(
            agency__path__startswith=side.path, role=PartyRole.OWNER
        )
        found = found.filter(pk__in=mine.values("case"))
    return found


def resolutions_visible_to(acting: Acting) -> QuerySet[rows.Resolution]:
    """Resolutions of the council, for all who read the register; those with a clock first."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Resolution.objects.none()
    found = rows.Resolution.objects.select_related("agency").prefetch_related("steps")
    return found.order_by("due", "-pk")


def resolution_of(acting: Acting, public_id: str) -> rows.Resolution:
    """The resolution of that id; refuses (`not_found`) when there is none to be seen."""
    found = resolutions_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


BOARDS = {
    ResolutionState.SENT: "conformity_board",
    ResolutionState.UPHELD: "dispute_board",
}
"""The body before which a resolution lies; in OBJECTED it lies with the council."""


def keeper_of(row: rows.Resolution) -> Agency | None:
    """The agency whose people may move a resolution now; None where the register knows it not."""
    board = BOARDS.get(ResolutionState(row.state))
    if board is None:
        return row.agency
    body = settling().bodies.get(board)
    return Agency.objects.filter(key=body.agency).first() if body else None


def policies_visible_to(acting: Acting) -> QuerySet[rows.Policy]:
    """Standing policies, for all who read the register; those in force first."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Policy.objects.none()
    return rows.Policy.objects.select_related("agency").order_by("ends", "pk")


def policy_of(acting: Acting, public_id: str) -> rows.Policy:
    """The policy of that id; refuses (`not_found`) when there is none to be seen."""
    found = policies_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def may_keep_resolutions(agency: Agency) -> bool:
    """Whether an agency records the council's resolutions: the council itself, or the
    municipality that must carry them out."""
    council = settling().bodies["city_council"].agency
    first = settling().workspace.sides[0]
    return agency.path.startswith(f"/{council}/") or agency.path.startswith(f"/{first}/")
