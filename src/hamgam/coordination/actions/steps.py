"""Joint steps: one side of the standing workspace asks, the other answers, does, and shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.settling import over, today
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models import JointStep
from hamgam.coordination.queries.ties import steps_visible_to
from hamgam.coordination.sides import sides
from hamgam.coordination.vocabulary import STEP_ENDS, StepState
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand

CLOCK = "joint_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """What a side says to a step: a day for which it takes it on, or None with its reason; the
    letter by which it says so, if there is one."""

    promised: date | None
    words: str = ""
    letter: tuple[str, date] | None = None


def ask_step(*, by: Acting, agency: Agency, title: str, words: str = "") -> JointStep:
    """Ask a step of the other side. Planners of either side, for their agency; records
    `step_asked`."""
    by.require(Right.TAKE_STEP, agency.path)
    across = sides().other(agency)
    with deed(by):
        now = timezone.now()
        due = runs_out(settling().clocks[CLOCK], now)
        row = JointStep.objects.create(
            workspace=settling().workspace.key,
            title=title,
            words=words,
            asker=agency,
            asked=across,
            author=by.actor,
            raised=now,
            due=due,
            answer_due=due,
        )
        _tell(row, across, "step_asked")
        record_fact("step_asked", subject=row.public_id, payload={"of": across.key})
    return row


def answer_step(*, by: Acting, step: str, answer: StepAnswer) -> JointStep:
    """Take a step on for a day, or decline it with a reason. Planners of the side that is asked;
    records `step_answered`."""
    if answer.promised is None and not answer.words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    if answer.promised is not None and answer.promised < today():
        raise Refused("validation", errors=[{"pointer": "#/promised", "detail": "past"}])
    with deed(by):
        row = _in_hand(by, step, StepState.ASKED)
        row.answered, row.answer, row.promised = timezone.now(), answer.words, answer.promised
        if answer.letter:
            row.letter_number, row.letter_date = answer.letter
        is_taken = answer.promised is not None
        row.due = over(answer.promised) if answer.promised else None
        _move(row, StepState.ACCEPTED if is_taken else StepState.DECLINED)
        _tell(row, row.asker, "step_answered")
        record_fact("step_answered", subject=row.public_id, payload={"taken": is_taken})
    return row


def finish_step(*, by: Acting, step: str, on: date, proof: str) -> JointStep:
    """Say that a step is done, since when, and by what one sees it. Planners of the side that took
    it on; records `step_done`."""
    if not proof.strip():
        raise Refused("validation", errors=[{"pointer": "#/proof", "detail": "required"}])
    if on > today():
        raise Refused("validation", errors=[{"pointer": "#/on", "detail": "future"}])
    with deed(by):
        row = _in_hand(by, step, StepState.ACCEPTED)
        row.done_on, row.proof, row.due = on, proof, None
        _move(row, StepState.DONE)
        _tell(row, row.asker, "step_done")
        record_fact("step_done", subject=row.public_id, payload={"on": on.isoformat()})
    return row


def withdraw_step(*, by: Acting, step: str) -> JointStep:
    """Take back what was asked. Planners of the agency that asked; records `step_withdrawn`."""
    with deed(by):
        row = in_hand(steps_visible_to(by), step)
        by.require(Right.TAKE_STEP, row.asker.path, subject=row.public_id)
        if StepState(row.state) in STEP_ENDS:
            raise Refused("state")
        row.due = None
        _move(row, StepState.WITHDRAWN)
        record_fact("step_withdrawn", subject=row.public_id, payload={})
    return row


def run_step_clocks(now: datetime) -> int:
    """Remind the side that owes an answer or a deed, and let its clock run anew; how many ran out.
    A job's deed; records `step_clock_ran_out` for each."""
    open_ones = [state.value for state in StepState if state not in STEP_ENDS]
    due = JointStep.objects.filter(state__in=open_ones, due__lte=now).order_by("due", "pk")
    ids = list(due.values_list("public_id", flat=True))
    for public_id in ids:
        with deed(job("step_clocks")):
            row = in_hand(JointStep.objects.all(), public_id)
            if row.due is None or row.due > now:
                continue
            row.due = runs_out(settling().clocks[CLOCK], now)
            row.save(update_fields=["due"])
            is_late = row.state == StepState.ACCEPTED
            _tell(row, row.asked, "step_overdue" if is_late else "step_asked")
            payload = {"state": row.state}
            record_fact("step_clock_ran_out", subject=row.public_id, payload=payload)
    return len(ids)


def _in_hand(by: Acting, step: str, state: StepState) -> JointStep:
    """The step, locked, for somebody of the side that is asked; refuses one in another state."""
    row = in_hand(steps_visible_to(by), step)
    own = by.agency is not None and by.agency.path.startswith(row.asked.path)
    path = by.agency.path if own and by.agency is not None else row.asked.path
    by.require(Right.TAKE_STEP, path, subject=row.public_id)
    if row.state != state:
        raise Refused("state")
    return row


def _move(row: JointStep, to: StepState) -> None:
    row.state = to.value
    row.version += 1
    row.save()


def _tell(row: JointStep, agency: Agency, kind: str) -> None:
    due = row.due.date() if row.due else None
    about = {"title": row.title}
    put_in_inbox(agency, kind=kind, subject=row.public_id, about=about, due=due)
