"""What every deed on a permit does: take it in hand, number it, check it, move it, tell of it."""

from __future__ import annotations

from django.db.models import Q

from hamgam.agencies.acting import Acting
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.bridge import prices
from hamgam.coordination.models.permits import Application
from hamgam.coordination.queries.permits import applications_visible_to, commission_host
from hamgam.coordination.vocabulary import HIDDEN
from hamgam.coordination.workflow.permits import DigMove, DigState, dig_after
from hamgam.kit.refusals import Refused
from hamgam.register.actions.rows import in_hand
from hamgam.register.marks import city
from hamgam.register.models import Finding, Work
from hamgam.register.vocabulary import FindingState


def commission(by: Acting) -> Agency:
    """The agency that keeps the commission's books; refuses (`forbidden`) others' people."""
    host = commission_host()
    if host is None or not by.may(Right.CONVENE_CASE, host.path):
        raise Refused("forbidden", right=Right.CONVENE_CASE.value)
    return host


def dig_in_hand(by: Acting, public_id: str) -> Application:
    """The application, locked; refuses (`not_found`) one that the actor may not see."""
    return in_hand(applications_visible_to(by), public_id)


def own_dig(by: Acting, public_id: str) -> Application:
    """The application, locked, for its own agency's people."""
    row = dig_in_hand(by, public_id)
    by.require(Right.APPLY_TO_DIG, row.agency.path, subject=row.public_id)
    return row


def move_dig(row: Application, move: DigMove) -> None:
    """Move an application and save it; refuses (`state`) what its table does not allow."""
    to = dig_after(DigState(row.state), move)
    if to is None:
        raise Refused("state")
    row.state = to.value
    row.version += 1
    row.save()


def checks_of(work: Work) -> list[dict[str, str]]:
    """What the rules say about a work now; nothing of what nobody else may know of."""
    about = Finding.objects.filter(Q(a=work) | Q(b=work), state=FindingState.OPEN)
    about = about.exclude(~Q(a=work) & Q(a__sharing__in=HIDDEN))
    about = about.exclude(~Q(b=work) & Q(b__isnull=False) & Q(b__sharing__in=HIDDEN))
    return [
        {"identity": row.identity, "consequence": row.consequence, "kind": row.kind}
        for row in about.order_by("pk")
    ]


def deposit_of(work: Work) -> dict[str, int]:
    """The deposit: what reinstating the trench would cost by the price book."""
    told = prices()
    area = (work.length_m or 0.0) * told.trench_width_m
    return {
        "deposit_rials": round(area * told.reinstatement_m2),
        "price_year": city().price_book.base_year,
    }


def tell_holder(row: Application, kind: str) -> None:
    """Put what happened into the holder's inbox."""
    put_in_inbox(
        row.agency,
        kind=kind,
        subject=row.public_id,
        about={"number": row.number, "street": row.work.street},
        due=row.due.date() if row.due else None,
    )
