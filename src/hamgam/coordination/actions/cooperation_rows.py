"""What every deed on a request for cooperation does: take it in hand, move it, write the turn."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.settling import over, today
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models import Cooperation, Turn
from hamgam.coordination.queries.cases import cases_visible_to
from hamgam.coordination.queries.cooperation import cooperations_visible_to
from hamgam.coordination.vocabulary import TurnKind
from hamgam.coordination.workflow.cooperation import (
    CooperationMove,
    CooperationState,
    cooperation_after,
)
from hamgam.exchange.city.settling import PARTIES
from hamgam.kit.refusals import Refused
from hamgam.register.actions.rows import in_hand
from hamgam.register.queries import projects_visible_to, works_visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Days, how much, and rials: as asked, or as offered instead. None and empty: not told."""

    begins: date | None = None
    ends: date | None = None
    quantity: str = ""
    rials: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether the last day does not lie before the first."""
        return self.begins is None or self.ends is None or self.begins <= self.ends

    def columns(self) -> dict[str, object]:
        """As the columns of a request and of a turn."""
        return asdict(self)


def about_of(by: Acting, public_id: str) -> dict[str, object]:
    """The work, project or case that a request is about, as a column; refuses (`not_found`) what
    the actor may not see."""
    if not public_id:
        return {}
    for name, rows in (
        ("work", works_visible_to(by)),
        ("project", projects_visible_to(by)),
        ("case", cases_visible_to(by)),
    ):
        found = rows.filter(public_id=public_id).first()
        if found is not None:
            return {name: found}
    raise Refused("not_found")


def _in_hand(by: Acting, public_id: str) -> Cooperation:
    return in_hand(cooperations_visible_to(by), public_id)


def asked_by_actor(by: Acting, public_id: str) -> Cooperation:
    """The request, locked, for somebody of the agency that was asked."""
    row = _in_hand(by, public_id)
    by.require(Right.ANSWER_COOPERATION, row.asked.path, subject=row.public_id)
    return row


def asking_actor(by: Acting, public_id: str) -> Cooperation:
    """The request, locked, for somebody of the agency that asks."""
    row = _in_hand(by, public_id)
    by.require(Right.ASK_COOPERATION, row.asker.path, subject=row.public_id)
    return row


def move_request(row: Cooperation, move: CooperationMove) -> None:
    """Move a request and save it; refuses (`state`) what its table does not allow."""
    to = cooperation_after(CooperationState(row.state), move)
    if to is None:
        raise Refused("state")
    row.state = to.value
    row.version += 1
    row.save()


def turn(
    row: Cooperation, kind: TurnKind, by: Acting, *, words: str = "", terms: Terms | None = None
) -> Turn:
    """Write down one turn of a request."""
    return Turn.objects.create(
        cooperation=row,
        kind=kind.value,
        agency=by.agency,
        actor=by.actor,
        rung=row.rung,
        at=timezone.now(),
        words=words,
        **(terms or Terms()).columns(),
    )


def clocked(until: date | None) -> datetime:
    """When the clock runs out: once a promised day is over, else after the city's term."""
    if until is not None and until >= today():
        return over(until)
    return runs_out(settling().clocks["cooperation"], timezone.now())


def rung_up(row: Cooperation) -> bool:
    """Put a request on the next rung and start its clock, not yet saved; False on the last."""
    rungs = settling().ladder(row.ladder).rungs
    if row.rung + 1 >= len(rungs):
        return False
    row.rung += 1
    above = rungs[row.rung]
    row.rung_since = timezone.now()
    row.due = runs_out(above.clock, row.rung_since)
    if above.acts != PARTIES:
        row.body = Agency.objects.filter(key=settling().bodies[above.acts].agency).first()
    return True


def tell_side(row: Cooperation, kind: str, agency: Agency) -> None:
    """Put a request into one side's inbox."""
    put_in_inbox(
        agency,
        kind=kind,
        subject=row.public_id,
        about={"number": row.number, "title": row.title},
        due=row.due.date() if row.due else None,
    )
