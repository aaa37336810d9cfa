"""Joint works: founded by hand or by an agreement to dig together, joined late, paid in shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.numbers import next_number
from hamgam.coordination.bridge import placements_of, prices
from hamgam.coordination.models import Case, JointMember, JointWorks, Option, Settlement
from hamgam.coordination.queries.joint import (
    DIGS,
    STANDING,
    joints_visible_to,
    may_dig_together,
)
from hamgam.coordination.vocabulary import JointState, MemberState
from hamgam.engine.overlaps.settling import OptionKind, Prices
from hamgam.engine.overlaps.shares import Shares, Trench, shares_of
from hamgam.engine.overlaps.weigh import length_m, shared_m
from hamgam.engine.works import Work as EngineWork
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.bridge import engine_works
from hamgam.register.marks import city
from hamgam.register.models import Work


def found_joint(*, by: Acting, title: str, work: str) -> JointWorks:
    """Open one's dig to others: its agency leads. Planners of the work's agency; records
    `joint_founded`."""
    if not title.strip():
        raise Refused("validation", errors=[{"pointer": "#/title", "detail": "required"}])
    with deed(by):
        row = may_dig_together(by).filter(public_id=work).first()
        if row is None or row.begins is None or row.ends is None:
            raise Refused("not_found")
        joint = _new(by, title.strip(), row.agency, (row.begins, row.ends))
        _add(joint, row, MemberState.MEMBER, timezone.now())
        divide(joint)
        payload = {"number": joint.number, "work": row.public_id}
        record_fact("joint_founded", subject=joint.public_id, payload=payload)
    return joint


def _new(
    by: Acting, title: str, leader: Agency, days: tuple[date, date], *, case: Case | None = None
) -> JointWorks:
    now = timezone.now()
    return JointWorks.objects.create(
        case=case,
        number=next_number("ش", JointWorks, now),
        title=title,
        leader=leader,
        begins=days[0],
        ends=days[1],
        price_year=city().price_book.base_year,
        opened=now,
        opened_by=by.actor,
    )


def _add(
    joint: JointWorks, work: Work, state: MemberState, now: datetime, *, late: str | None = None
) -> JointMember:
    return JointMember.objects.create(
        joint=joint,
        work=work,
        agency=work.agency,
        state=state.value,
        is_late=late is not None,
        asked=now,
        answered=now if state is MemberState.MEMBER else None,
        words=late or "",
    )


def begin_joint(fact: Fact) -> None:
    """Follow-up: a settlement by digging together that binds makes joint works of its case."""
    told = json.loads(fact.payload)
    if "settlement" not in told or not told.get("works"):
        return
    settled = Settlement.objects.select_related("option", "case").get(public_id=told["settlement"])
    option = settled.option
    leader = Agency.objects.filter(key=option.leader).first()
    if option.kind != OptionKind.JOINT or leader is None:
        return
    if JointWorks.objects.filter(case=settled.case).exists():
        return
    free = _free_digs(option)
    if len(free) < 2:
        return
    placed = placements_of(option.placements)
    days = (min(p.spans[0].begins for p in placed), max(p.ends for p in placed))
    acting = Acting(actor=fact.actor, request=fact.request)
    joint = _new(acting, free[0].street or free[0].title, leader, days, case=settled.case)
    for work in free:
        _add(joint, work, MemberState.MEMBER, timezone.now())
    divide(joint)
    payload = {"number": joint.number, "case": settled.case.public_id}
    record_fact("joint_founded", subject=joint.public_id, payload=payload)


def _free_digs(option: Option) -> list[Work]:
    """The digs that an option places and that are in no joint works yet."""
    held = JointMember.objects.filter(state__in=STANDING).values("work")
    rows = Work.objects.filter(public_id__in=list(option.placements), activity__in=DIGS)
    return list(rows.exclude(pk__in=held).select_related("agency").order_by("pk"))


def _trench(work: EngineWork, others: Sequence[EngineWork], told: Prices) -> Trench:
    """Where a work's trench runs beside another member's; all of it where it is alone."""
    beside = [shared_m(work, other) for other in others]
    metres = max(beside, default=0.0) or length_m(work)
    days = (work.ends - work.begins).days + 1 if work.begins and work.ends else 1
    return Trench(
        ref=work.ref,
        metres=metres,
        width_m=work.width_m or told.trench_width_m,
        depth_m=work.depth_m or told.trench_depth_m,
        days=days,
    )


def trenches_of(works: Sequence[Work]) -> list[Trench]:
    """The members' trenches as the engine divides them."""
    told, by = engine_works(works), prices()
    return [_trench(one, [w for w in told if w.ref != one.ref], by) for one in told]


def divide(joint: JointWorks) -> Shares:
    """Divide the cost anew among the members that stand; part of several deeds."""
    standing = joint.members.filter(state=MemberState.MEMBER)
    rows = list(standing.select_related("work__agency", "work__project"))
    trenches = {trench.ref: trench for trench in trenches_of([row.work for row in rows])}
    found = shares_of(list(trenches.values()), prices())
    for row in rows:
        ref = row.work.public_id
        row.metres, row.width_m = trenches[ref].metres, trenches[ref].width_m
        row.alone_rials, row.share_rials = found.alone[ref], found.shares[ref]
        row.save(update_fields=["metres", "width_m", "alone_rials", "share_rials"])
    joint.alone_rials, joint.joint_rials = found.alone_rials, found.joint_rials
    joint.version += 1
    joint.save()
    return found


def ask_to_join(*, by: Acting, joint: str, work: str, words: str = "") -> JointMember:
    """Ask to join with a dig of one's own; the leader answers. Planners of the work's agency;
    records `joining_asked`."""
    with deed(by):
        row = _open_joint(by, joint)
        own = may_dig_together(by).filter(public_id=work).first()
        if own is None:
            raise Refused("not_found")
        rows = [m.work for m in row.members.filter(state=MemberState.MEMBER).select_related("work")]
        told = engine_works([own, *rows])
        if not any(shared_m(told[0], other) for other in told[1:]):
            raise Refused("validation", errors=[{"pointer": "#/work", "detail": "not beside"}])
        member = _add(row, own, MemberState.ASKING, timezone.now(), late=words)
        put_in_inbox(
            row.leader,
            kind="joint_asked",
            subject=member.public_id,
            about={"number": row.number, "agency": own.agency.key, "street": own.street},
        )
        payload = {"member": member.public_id, "work": own.public_id}
        record_fact("joining_asked", subject=row.public_id, payload=payload)
    return member


def _open_joint(by: Acting, public_id: str) -> JointWorks:
    row = in_hand(joints_visible_to(by), public_id)
    if row.state != JointState.OPEN:
        raise Refused("state")
    return row


def _led(by: Acting, public_id: str) -> JointWorks:
    """Open joint works, locked, for the leader's people."""
    row = _open_joint(by, public_id)
    by.require(Right.JOIN_WORKS, row.leader.path, subject=row.public_id)
    return row


def answer_joining(*, by: Acting, member: str, is_accepted: bool, words: str = "") -> JointMember:
    """Take a late joiner in, or refuse with a reason; the cost is divided anew. Planners of the
    leader; records `joining_answered`."""
    if not is_accepted and not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    with deed(by):
        asked = JointMember.objects.filter(public_id=member).select_related("joint").first()
        if asked is None:
            raise Refused("not_found")
        joint = _led(by, asked.joint.public_id)
        row = in_hand(joint.members.all(), member)
        if row.state != MemberState.ASKING:
            raise Refused("state")
        row.state = (MemberState.MEMBER if is_accepted else MemberState.REFUSED).value
        row.answered, row.words = timezone.now(), words or row.words
        row.save(update_fields=["state", "answered", "words"])
        if is_accepted:
            divide(joint)
        _tell_member(row, "joint_answered")
        payload = {"member": member, "accepted": is_accepted, "reason": words}
        record_fact("joining_answered", subject=joint.public_id, payload=payload)
    return row


def _tell_member(row: JointMember, kind: str) -> None:
    put_in_inbox(
        row.agency,
        kind=kind,
        subject=row.joint.public_id,
        about={"number": row.joint.number, "street": row.work.street},
    )


def leave_joint(*, by: Acting, member: str, words: str) -> JointMember:
    """Leave with one's work, with a reason; the cost is divided anew among those who stay. Planners
    of the member; the leader's own work stays to the end. Records `joint_left`."""
    if not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    with deed(by):
        held = JointMember.objects.filter(public_id=member).select_related("joint").first()
        if held is None:
            raise Refused("not_found")
        joint = _open_joint(by, held.joint.public_id)
        row = in_hand(joint.members.all(), member)
        by.require(Right.JOIN_WORKS, row.agency.path, subject=row.public_id)
        if row.state not in STANDING or row.agency_id == joint.leader_id:
            raise Refused("state")
        was = row.state
        row.state, row.words, row.answered = MemberState.LEFT.value, words, timezone.now()
        row.save(update_fields=["state", "words", "answered"])
        if was == MemberState.MEMBER:
            divide(joint)
        payload = {"member": member, "reason": words}
        record_fact("joint_left", subject=joint.public_id, payload=payload)
    return row


def end_joint(*, by: Acting, joint: str, is_done: bool, words: str = "") -> JointWorks:
    """Say that the joint works are done, or dissolve them with a reason. Planners of the leader;
    records `joint_ended`."""
    if not is_done and not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    with deed(by):
        row = _led(by, joint)
        if row.members.filter(state=MemberState.ASKING).exists():
            raise Refused("state")
        row.state = (JointState.DONE if is_done else JointState.DISSOLVED).value
        row.version += 1
        row.save()
        standing = row.members.filter(state__in=STANDING).select_related("agency", "work", "joint")
        for member in standing:
            if member.agency_id != row.leader_id:
                _tell_member(member, "joint_over")
        if not is_done:
            row.members.filter(state__in=STANDING).update(state=MemberState.LEFT.value)
        payload = {"state": row.state, "reason": words}
        record_fact("joint_ended", subject=row.public_id, payload=payload)
    return row
