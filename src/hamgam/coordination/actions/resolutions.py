"""Council resolutions and the conformity board's clock (Councils Act, Articles 80 and 90)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models import Resolution, ResolutionStep
from hamgam.coordination.queries.ties import (
    keeper_of,
    may_keep_resolutions,
    resolutions_visible_to,
)
from hamgam.coordination.vocabulary import (
    RESOLUTION_CLOCKS,
    RESOLUTION_ENDS,
    RESOLUTION_MOVES,
    ResolutionMove,
    ResolutionState,
)
from hamgam.exchange.city.settling import Silence
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A resolution as the council passed it, and the letter that sent it to the board."""

    number: str
    title: str
    passed_on: date
    letter: tuple[str, date]
    words: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a body says to a resolution, in its own words, and by which letter."""

    move: ResolutionMove
    words: str = ""
    letter: tuple[str, date] | None = None

    def faults(self) -> list[dict[str, str]]:
        """What is missing: every answer has a letter, all but consent have a reason."""
        missing = []
        if self.letter is None or not self.letter[0].strip():
            missing.append("letter")
        if self.move is not ResolutionMove.CONFIRM and not self.words.strip():
            missing.append("words")
        return [{"pointer": f"#/{name}", "detail": "required"} for name in missing]


def record_resolution(*, by: Acting, agency: Agency, passed: Passed) -> Resolution:
    """Write down a resolution that was sent to the conformity board; its clock begins. Secretaries
    and chiefs of the council or of the municipality; records `resolution_recorded`."""
    by.require(Right.KEEP_RESOLUTION, agency.path)
    if not may_keep_resolutions(agency):
        raise Refused("forbidden", right=Right.KEEP_RESOLUTION.value)
    if Resolution.objects.filter(agency=agency, number=passed.number).exists():
        raise Refused("taken", key=passed.number)
    with deed(by):
        now = timezone.now()
        row = Resolution.objects.create(
            agency=agency,
            number=passed.number,
            title=passed.title,
            words=passed.words,
            subject=passed.subject,
            passed_on=passed.passed_on,
            since=now,
            due=runs_out(settling().clocks[RESOLUTION_CLOCKS[ResolutionState.SENT]], now),
        )
        _step(row, by.actor, None, "", passed.letter)
        _tell(row, "resolution_waits")
        record_fact("resolution_recorded", subject=row.public_id, payload={"number": row.number})
    return row


def move_resolution(*, by: Acting, resolution: str, said: Said) -> Resolution:
    """Record what the body before which a resolution lies says to it. Those who keep its books;
    records `resolution_moved`."""
    if said.move is ResolutionMove.SILENCE:
        raise Refused("state")
    with deed(by):
        row = in_hand(resolutions_visible_to(by), resolution)
        keeper = keeper_of(row)
        if keeper is None:
            raise Refused("state")
        by.require(Right.KEEP_RESOLUTION, keeper.path, subject=row.public_id)
        if (ResolutionState(row.state), said.move) not in RESOLUTION_MOVES:
            raise Refused("state")
        if faults := said.faults():
            raise Refused("validation", errors=faults)
        _move(row, said.move, by.actor, said)
        payload = {"move": said.move.value, "state": row.state}
        record_fact("resolution_moved", subject=row.public_id, payload=payload)
    return row


def run_resolution_clocks(now: datetime) -> int:
    """What the end of each clock means: the board's silence is consent, any other body is reminded;
    how many ran out. A job's deed; records `resolution_clock_ran_out` for each."""
    due = Resolution.objects.filter(due__lte=now).order_by("due", "pk")
    ids = list(due.values_list("public_id", flat=True))
    for public_id in ids:
        with deed(job("resolution_clocks")):
            row = in_hand(Resolution.objects.all(), public_id)
            if row.due is None or row.due > now:
                continue
            _ran_out(row, now)
            payload = {"state": row.state}
            record_fact("resolution_clock_ran_out", subject=row.public_id, payload=payload)
    return len(ids)


def _ran_out(row: Resolution, now: datetime) -> None:
    clock = settling().clocks[RESOLUTION_CLOCKS[ResolutionState(row.state)]]
    if clock.silence is Silence.CONSENT:
        _move(row, ResolutionMove.SILENCE, "job:resolution_clocks", None)
        return
    row.due = runs_out(clock, now)
    row.save(update_fields=["due"])
    _tell(row, "resolution_waits")


def _move(row: Resolution, move: ResolutionMove, actor: str, said: Said | None) -> None:
    to = RESOLUTION_MOVES[(ResolutionState(row.state), move)]
    row.state, row.since = to.value, timezone.now()
    row.due = None
    if to not in RESOLUTION_ENDS:
        row.due = runs_out(settling().clocks[RESOLUTION_CLOCKS[to]], row.since)
    row.version += 1
    row.save()
    _step(row, actor, move, said.words if said else "", said.letter if said else None)
    if to in RESOLUTION_ENDS:
        put_in_inbox(
            row.agency, kind=f"resolution_{to.value}", subject=row.public_id, about=_about(row)
        )
    else:
        _tell(row, "resolution_waits")


def _step(
    row: Resolution,
    actor: str,
    move: ResolutionMove | None,
    words: str,
    letter: tuple[str, date] | None,
) -> None:
    number, on = letter if letter else ("", None)
    ResolutionStep.objects.create(
        resolution=row,
        move=move.value if move else "",
        state=row.state,
        at=timezone.now(),
        actor=actor,
        words=words,
        letter_number=number,
        letter_date=on,
    )


def _about(row: Resolution) -> dict[str, object]:
    return {"number": row.number, "title": row.title}


def _tell(row: Resolution, kind: str) -> None:
    """Have it wait for the body before which it lies."""
    keeper = keeper_of(row)
    if keeper is not None:
        due = row.due.date() if row.due else None
        put_in_inbox(keeper, kind=kind, subject=row.public_id, about=_about(row), due=due)
