"""Reads of joint works."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing, shared
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.models import JointMember, JointWorks
from hamgam.coordination.queries.cases import cases_visible_to
from hamgam.coordination.vocabulary import JointState, MemberState
from hamgam.engine.works import Activity, Kind
from hamgam.kit.refusals import Refused
from hamgam.register.models import Work
from hamgam.register.queries import standing_works

DIGS = (Activity.EXCAVATION.value, Activity.CONNECTION.value)
STANDING = (MemberState.MEMBER.value, MemberState.ASKING.value)


def joints_visible_to(acting: Acting) -> QuerySet[JointWorks]:
    """Joint works; open to every agency, those of a case to whoever sees the case; nothing for the
    public."""
    if not acting.may(Right.READ_REGISTER):
        return JointWorks.objects.filter(nothing())
    seen = Q(case__isnull=True) | Q(case__in=cases_visible_to(acting).values("pk"))
    return JointWorks.objects.filter(seen).select_related("leader", "case")


def joint_of(acting: Acting, public_id: str) -> JointWorks:
    """The joint works of that id; refuses (`not_found`) where the actor may not see them."""
    found = joints_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def members_visible_to(acting: Acting) -> QuerySet[JointMember]:
    """Members whose works the actor may see."""
    if not acting.may(Right.READ_REGISTER):
        return JointMember.objects.filter(nothing())
    found = JointMember.objects.filter(shared(acting, "work__"))
    return found.select_related("agency", "work__agency", "joint__leader").order_by("pk")


def joint_about(acting: Acting, work: Work) -> JointMember | None:
    """The membership of a work that stands, or asks; None for none."""
    found = members_visible_to(acting).filter(
        work=work, state__in=STANDING, joint__state__in=(JointState.OPEN, JointState.DONE)
    )
    return found.first()


def may_dig_together(acting: Acting) -> QuerySet[Work]:
    """The actor's own dated digs that every agency sees and that are in no joint works."""
    mine = branch("agency__path", acting.paths_with(Right.JOIN_WORKS))
    found = standing_works(acting).filter(
        mine,
        kind=Kind.WORK,
        activity__in=DIGS,
        sharing__in=(Sharing.PUBLIC, Sharing.AGENCIES),
        begins__isnull=False,
        ends__isnull=False,
    )
    held = JointMember.objects.filter(state__in=STANDING).values("work")
    return found.exclude(pk__in=held).order_by("begins", "pk")
