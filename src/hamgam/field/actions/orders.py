"""Directives with their compliance, and the bounded intensive mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.field.models import Directive, DirectiveReply, Sprint
from hamgam.field.queries import directives_visible_to, sprints_visible_to
from hamgam.field.vocabulary import DirectiveState
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand, iso
from hamgam.register.queries import projects_visible_to

LONGEST_SPRINT_DAYS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is ordered, and by what one sees whether it is followed."""

    title: str
    text: str
    measure: str
    letter_number: str = ""


def _required(**told: object) -> None:
    missing = [name for name, value in told.items() if not value]
    if missing:
        errors = [{"pointer": f"#/{name}", "detail": "required"} for name in missing]
        raise Refused("validation", errors=errors)


def issue_directive(
    *, by: Acting, agency: Agency, order: Order, recipients: Sequence[Agency], today: date
) -> Directive:
    """Order something of agencies, with its measure of compliance. Heads and deputies of the
    agency; records `directive_issued`."""
    by.require(Right.ISSUE_DIRECTIVE, agency.path)
    _required(title=order.title, text=order.text, measure=order.measure, recipients=recipients)
    with deed(by):
        row = Directive.objects.create(
            agency=agency,
            title=order.title,
            text=order.text,
            measure=order.measure,
            letter_number=order.letter_number,
            on=today,
        )
        for recipient in recipients:
            DirectiveReply.objects.create(directive=row, agency=recipient)
            about = {"title": row.title}
            put_in_inbox(recipient, kind="directive_waits", subject=row.public_id, about=about)
        payload = {"recipients": sorted(one.key for one in recipients)}
        record_fact("directive_issued", subject=row.public_id, payload=payload)
    return row


def answer_directive(
    *, by: Acting, directive: str, is_followed: bool, words: str, today: date
) -> DirectiveReply:
    """Say whether one's agency follows a directive, by its measure. The recipient's people; records
    `directive_answered`."""
    _required(words=words.strip())
    with deed(by):
        row = in_hand(directives_visible_to(by), directive)
        own = [r for r in row.replies.select_related("agency") if _is_mine(by, r.agency)]
        if not own:
            raise Refused("forbidden", right=Right.RECORD_COMMITMENT.value)
        reply, state = own[0], DirectiveState.FOLLOWED
        if not is_followed:
            state = DirectiveState.NOT_FOLLOWED
        reply.state, reply.words, reply.on = state.value, words.strip(), today
        reply.save()
        payload = {"agency": reply.agency.key, "state": state.value}
        record_fact("directive_answered", subject=row.public_id, payload=payload)
    return reply


def _is_mine(by: Acting, agency: Agency) -> bool:
    return by.may(Right.RECORD_COMMITMENT, agency.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class SprintValues:
    """An intensive mode: its goal, its end, and the extra rules that hold meanwhile."""

    goal: str
    begins: date
    ends: date
    rules: str
    night_shifts: bool = False
    crews_lent: str = ""
    stand_up_at: time | None = None


def open_sprint(*, by: Acting, project: str, values: SprintValues) -> Sprint:
    """Begin an intensive mode on a project («جهادی»): an exception with an end of at most 45 days
    and with rules for safety and noise. Heads and deputies of its agency; records
    `sprint_opened`."""
    held = projects_visible_to(by).filter(public_id=project).first()
    if held is None:
        raise Refused("not_found")
    by.require(Right.OPEN_SPRINT, held.agency.path, subject=project)
    _required(goal=values.goal.strip(), rules=values.rules.strip())
    if not 0 <= (values.ends - values.begins).days <= LONGEST_SPRINT_DAYS:
        told = {"pointer": "#/ends", "detail": f"at most {LONGEST_SPRINT_DAYS} days"}
        raise Refused("validation", errors=[told])
    with deed(by):
        row = Sprint.objects.create(
            agency=held.agency,
            project=held,
            goal=values.goal,
            begins=values.begins,
            ends=values.ends,
            rules=values.rules,
            night_shifts=values.night_shifts,
            crews_lent=values.crews_lent,
            stand_up_at=values.stand_up_at,
        )
        payload = {"about": project, "ends": iso(values.ends)}
        record_fact("sprint_opened", subject=row.public_id, payload=payload)
    return row


def end_sprint(*, by: Acting, sprint: str, outcome: str, today: date) -> Sprint:
    """End an intensive mode, saying what it came to. Heads and deputies of its agency; records
    `sprint_ended`."""
    _required(outcome=outcome.strip())
    with deed(by):
        row = in_hand(sprints_visible_to(by), sprint)
        by.require(Right.OPEN_SPRINT, row.agency.path, subject=row.public_id)
        if row.ended_on is not None:
            raise Refused("state")
        row.ended_on, row.outcome = today, outcome.strip()
        row.version += 1
        row.save()
        record_fact("sprint_ended", subject=row.public_id, payload={"on": iso(today)})
    return row
