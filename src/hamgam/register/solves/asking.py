"""Asking for a long computation, looking how far it is, and ending it. Called by deeds, which have
asked for the right and record the fact."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import owned
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import current
from hamgam.register.models import Solve
from hamgam.register.solves.solver import Json
from hamgam.register.vocabulary import SolveState, SolveWish

OPEN = (SolveState.WAITING, SolveState.RUNNING)


def ask_solve(
    agency: Agency, *, solver: str, arguments: Json, seconds: float, subject: str = ""
) -> Solve:
    """Put a computation into the queue, under the signature at hand; it begins after the commit.

    `solver` is the dotted name of a `Solver`; `arguments` is what its `pose` needs, as JSON;
    `seconds` is how long it may search. ValueError when it may not search at all.
    """
    if not seconds > 0:
        raise ValueError(f"seconds: {seconds} is no time to search")
    row = Solve(
        agency=agency,
        subject=subject,
        solver=solver,
        arguments=dict(arguments),
        seconds=seconds,
        asked_by=current().actor,
        asked=timezone.now(),
    )
    return _queue(row)


def _queue(row: Solve) -> Solve:
    from hamgam.register.jobs import run_solve

    row.job = str(run_solve.enqueue(row.public_id).id)
    row.save()
    return row


def solves_visible_to(by: Acting, right: Right) -> QuerySet[Solve]:
    """The computations of the branches on which the actor has a right, the latest first."""
    return Solve.objects.filter(owned(by, right)).select_related("agency").order_by("-id")


def _held(solve: str, *states: SolveState) -> Solve:
    row = Solve.objects.select_for_update().get(public_id=solve)
    if row.state not in states:
        raise Refused("state")
    return row


def cancel_solve(solve: str) -> Solve:
    """End a computation with nothing; its child is killed within a second. Refuses (`state`) one
    that has ended."""
    with transaction.atomic():
        row = _held(solve, *OPEN)
        if row.state == SolveState.WAITING:
            row.state, row.ended = SolveState.CANCELLED.value, timezone.now()
        row.wish = SolveWish.CANCEL.value
        row.save(update_fields=["state", "ended", "wish"])
    return row


def end_solve(solve: str) -> Solve:
    """Have a running computation end now with the best it has. Refuses (`state`) any other."""
    with transaction.atomic():
        row = _held(solve, SolveState.RUNNING)
        row.wish = row.wish or SolveWish.ENOUGH.value
        row.save(update_fields=["wish"])
    return row


def restart_solve(solve: str) -> Solve:
    """Begin a computation again that failed, was cancelled or interrupted, with the register as it
    is now. Refuses (`state`) any other."""
    with transaction.atomic():
        row = _held(solve, SolveState.FAILED, SolveState.CANCELLED, SolveState.INTERRUPTED)
        row.state, row.wish, row.fault, row.note = SolveState.WAITING.value, "", "", ""
        row.began = row.ended = row.noted = row.percent = row.incumbent = row.bound = None
        return _queue(row)


def mark_interrupted() -> int:
    """Say so of computations whose job was given up, because its workers died again and again; how
    many. They may be started again."""
    living = DBTaskResult.objects.filter(status__in=("READY", "RUNNING"))
    jobs = {str(key) for key in living.values_list("id", flat=True)}
    rows = Solve.objects.filter(state__in=OPEN)
    lost = [row.pk for row in rows.only("pk", "job") if row.job not in jobs]
    ended = {"state": SolveState.INTERRUPTED.value, "ended": timezone.now()}
    return Solve.objects.filter(pk__in=lost, state__in=OPEN).update(**ended) if lost else 0
