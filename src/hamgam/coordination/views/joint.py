"""Joint works with their members and shares; plans under seal and their matches."""

from __future__ import annotations

from typing import Any

from django import forms as plain
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import joint as deeds
from hamgam.coordination.actions.seals import Contact, seal_plan, unseal_plan
from hamgam.coordination.forms import sharing as forms
from hamgam.coordination.forms.cases import AnswerForm, WordsForm
from hamgam.coordination.models import JointMember
from hamgam.coordination.queries import joint as queries
from hamgam.coordination.queries import seals as seals_of
from hamgam.coordination.views.doing import do
from hamgam.coordination.views.telling import today
from hamgam.coordination.vocabulary import JointState, MemberState
from hamgam.kit.lists import listing
from hamgam.register.drawing import drawing
from hamgam.register.law import law
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language

MOST_DIGS = 60


@door(Right.READ_REGISTER)
@require_safe
def joints(request: HttpRequest) -> HttpResponse:
    """Works that several agencies dig together, and one's own digs that may be opened to others."""
    acting = acting_of(request)
    rows = queries.joints_visible_to(acting).prefetch_related("members__agency").order_by("-pk")
    context = {
        "page": listing(rows, request.GET.get("page")),
        "digs": list(queries.may_dig_together(acting).filter(ends__gte=today())[:MOST_DIGS]),
        "wanted": request.GET.get("work", ""),
    }
    return render(request, "coordination/joints.html", context)


@door(Right.READ_REGISTER)
@require_safe
def joint(request: HttpRequest, joint_id: str) -> HttpResponse:
    """One: its leader, members, shares, and who asks to join."""
    acting = acting_of(request)
    row = queries.joint_of(acting, joint_id)
    members = list(queries.members_visible_to(acting).filter(joint=row))
    standing = [one for one in members if one.state == MemberState.MEMBER]
    is_open = row.state == JointState.OPEN
    leads = acting.may(Right.JOIN_WORKS, row.leader.path, subject=row.public_id)
    by = law(today())
    context = {
        "row": row,
        "members": [(one, _may_leave(request, one, is_open)) for one in standing],
        "asking": [one for one in members if one.state == MemberState.ASKING],
        "gone": [one for one in members if one.state in {MemberState.REFUSED, MemberState.LEFT}],
        "saved_rials": row.alone_rials - row.joint_rials,
        "leads": leads and is_open,
        "digs": list(queries.may_dig_together(acting)[:MOST_DIGS]) if is_open else [],
        "map": drawing([one.work for one in standing], epsg=by.epsg, language=language()),
        "history": story_of(acting, row.public_id),
    }
    return render(request, "coordination/joint.html", context)


def _may_leave(request: HttpRequest, member: JointMember, is_open: bool) -> bool:
    may = acting_of(request).may(Right.JOIN_WORKS, member.agency.path, subject=member.public_id)
    return may and is_open and member.agency_id != member.joint.leader_id


@door(Right.JOIN_WORKS)
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """Open one's dig to others."""
    by = acting_of(request)
    return do(request, ("joints",), forms.JointForm, lambda data: deeds.found_joint(by=by, **data))


@door(Right.JOIN_WORKS)
@require_POST
def join(request: HttpRequest, joint_id: str) -> HttpResponse:
    """Ask to join with a dig of one's own."""
    by = acting_of(request)
    return do(
        request,
        ("joint", joint_id),
        forms.JoinForm,
        lambda data: deeds.ask_to_join(by=by, joint=joint_id, **data),
    )


@door(Right.JOIN_WORKS)
@require_POST
def answer(request: HttpRequest, member_id: str) -> HttpResponse:
    """Take a late joiner in, or refuse with a reason."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        is_accepted = bool(data["accept"])
        return deeds.answer_joining(
            by=by, member=member_id, is_accepted=is_accepted, words=data["words"]
        )

    return do(request, _home(request, member_id), forms.JoiningForm, done)


def _home(request: HttpRequest, member_id: str) -> tuple[str, ...]:
    """The page of the joint works that a member belongs to; the list for an unknown one."""
    found = queries.members_visible_to(acting_of(request)).filter(public_id=member_id).first()
    return ("joint", found.joint.public_id) if found else ("joints",)


@door(Right.JOIN_WORKS)
@require_POST
def leave(request: HttpRequest, member_id: str) -> HttpResponse:
    """Leave with one's dig, with a reason."""
    by = acting_of(request)
    return do(
        request,
        _home(request, member_id),
        WordsForm,
        lambda data: deeds.leave_joint(by=by, member=member_id, **data),
    )


@door(Right.JOIN_WORKS)
@require_POST
def end(request: HttpRequest, joint_id: str) -> HttpResponse:
    """Say that the joint works are done, or dissolve them."""
    by, is_done = acting_of(request), request.POST.get("dissolve") is None
    return do(
        request,
        ("joint", joint_id),
        AnswerForm,
        lambda data: deeds.end_joint(by=by, joint=joint_id, is_done=is_done, **data),
    )


@door(Right.READ_REGISTER)
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Which of one's own works meet a plan under seal and whom to call; one's own sealed plans."""
    acting = acting_of(request)
    context = {
        "matches": seals_of.sealed_matches(acting),
        "seals": list(seals_of.seals_visible_to(acting)[:100]),
        "may_seal": acting.may(Right.SEAL_PLAN),
    }
    return render(request, "coordination/seals.html", context)


@door(Right.SEAL_PLAN)
@require_POST
def seal(request: HttpRequest, work_id: str) -> HttpResponse:
    """Put a seal on a plan of one's own."""
    by = acting_of(request)
    return do(
        request,
        ("work", work_id),
        forms.SealForm,
        lambda data: seal_plan(by=by, work=work_id, contact=Contact(**data)),
    )


@door(Right.SEAL_PLAN)
@require_POST
def unseal(request: HttpRequest, seal_id: str) -> HttpResponse:
    """Publish a sealed plan to the other agencies."""
    by = acting_of(request)
    return do(request, ("seals",), plain.Form, lambda _: unseal_plan(by=by, seal=seal_id))
