"""A worker at a long computation: it starts the child, listens to it, writes how far it is, and
ends it when a person, the clock or the house says so."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from hamgam.agencies.acting import deed, job
from hamgam.register.models import Solve
from hamgam.register.solves.child import ANSWER, STEP
from hamgam.register.solves.process import Child, ChildDied
from hamgam.register.solves.solver import Solver, Step
from hamgam.register.vocabulary import SolveState, SolveWish

log = logging.getLogger("hamgam.solves")
HEARD_EVERY_S = 0.5
NOTED_EVERY_S = 1.0
GRACE_S = 15.0
"""How long a child may take to end with what it has, before it is killed."""

closing = threading.Event()
"""Set when the house closes: whoever waits for a child lets go of it, and the computation waits for
the next worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How an attempt ended."""

    state: SolveState
    answer: Any = None
    fault: str = ""


def _begin(solve: str) -> Solve | None:
    """The row, begun once more; None when nobody waits for it any longer."""
    with transaction.atomic():
        row = Solve.objects.select_for_update().select_related("agency").get(public_id=solve)
        if row.state not in (SolveState.WAITING, SolveState.RUNNING):
            return None
        if row.wish == SolveWish.CANCEL:  # told while its worker was dead
            row.state, row.ended = SolveState.CANCELLED.value, timezone.now()
            row.save(update_fields=["state", "ended"])
            return None
        row.state, row.attempt = SolveState.RUNNING.value, row.attempt + 1
        row.began = row.noted = timezone.now()
        row.save(update_fields=["state", "attempt", "began", "noted"])
    return row


@dataclass(slots=True)
class _Attempt:
    """One child at one row."""

    row: Solve
    child: Child
    began: float = field(default_factory=time.monotonic)
    step: Step = field(default_factory=Step)
    noted: float = 0.0
    asked_to_end: float | None = None

    def end(self) -> End:
        """Listen until the child answers or must be ended."""
        while True:
            told = self.child.heard(HEARD_EVERY_S)
            if told and told[0] == STEP:
                self.step = told[1]
            elif told:
                return self._answered(*told)
            if found := self._interrupted():
                return found

    def _answered(self, kind: str, value: Any) -> End:
        if kind == ANSWER:
            return End(state=SolveState.DONE, answer=value)
        return End(state=SolveState.FAILED, fault=str(value))

    def _interrupted(self) -> End | None:
        """How it must end although the child has not answered; None to go on."""
        if closing.is_set():
            return End(state=SolveState.WAITING)
        now = time.monotonic()
        wish = self._note(now)
        if wish is None or wish == SolveWish.CANCEL:
            return End(state=SolveState.CANCELLED)
        if self.asked_to_end is not None:
            late = now - self.asked_to_end > GRACE_S
            return End(state=SolveState.FAILED, fault="it did not end in time") if late else None
        if wish == SolveWish.ENOUGH or now - self.began > self.row.seconds:
            self.child.enough()
            self.asked_to_end = now
        return None

    def _note(self, now: float) -> str | None:
        """Write how far it is, now and then; what people wish of it, None when another attempt has
        taken the row over."""
        if now - self.noted < NOTED_EVERY_S:
            return self.row.wish
        self.noted = now
        spent = min(99.0, 100 * (now - self.began) / self.row.seconds)
        mine = Solve.objects.filter(pk=self.row.pk, attempt=self.row.attempt)
        mine.update(
            percent=max(self.step.percent or 0.0, spent),
            incumbent=self.step.incumbent,
            bound=self.step.bound,
            note=self.step.note[:200],
            noted=timezone.now(),
        )
        self.row.wish = mine.values_list("wish", flat=True).first()  # type: ignore[assignment] # None: no longer ours
        return self.row.wish


def _attempt(row: Solve, solver: Solver) -> End:
    child = None
    try:
        child = Child(solver.solve, solver.pose(row.arguments))
        return _Attempt(row, child).end()
    except ChildDied as fault:
        return End(state=SolveState.FAILED, fault=str(fault))
    finally:
        if child is not None:
            child.kill()


def _settle(row: Solve, solver: Solver | None, end: End) -> str:
    """Write the end, and with an answer what the solver keeps of it, in one transaction."""
    with deed(replace(job("solve"), agency=row.agency)):
        held = Solve.objects.select_for_update().get(pk=row.pk)
        if (held.attempt, held.state) != (row.attempt, SolveState.RUNNING):
            return held.state
        if solver is not None and end.state is SolveState.DONE:
            held.answer = dict(solver.keep(row.public_id, row.arguments, end.answer))
            held.percent = 100.0
        if end.state is SolveState.WAITING:
            from hamgam.register.jobs import run_solve

            held.job = str(run_solve.enqueue(row.public_id).id)
        else:
            held.ended = timezone.now()
        held.state, held.fault = end.state.value, end.fault[:500]
        held.save()
    return held.state


def run(solve: str) -> str:
    """Work one computation off; the state in which it was left."""
    row = _begin(solve)
    if row is None:
        return ""
    solver: Solver | None = None
    try:
        solver = import_string(row.solver)
        return _settle(row, solver, _attempt(row, solver))
    except Exception as fault:
        # Whatever the solver's own functions did, the people who wait must be told.
        log.exception("a solve fell", extra={"job": row.solver})
        end = End(state=SolveState.FAILED, fault=f"{type(fault).__name__}: {fault}")
        return _settle(row, solver, end)
