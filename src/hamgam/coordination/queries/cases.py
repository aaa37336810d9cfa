"""Reads of coordination; `cases_visible_to` is the only way to a case and all that hangs on it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination import models as rows
from hamgam.coordination.vocabulary import PartyRole
from hamgam.coordination.workflow.cases import OPEN, State
from hamgam.kit.refusals import Refused
from hamgam.register.models import Finding


def _seen(acting: Acting, prefix: str = "") -> Q:
    """Cases shared with every agency, and those in which the actor's branches are parties."""
    if not acting.may(Right.READ_REGISTER):
        return nothing()
    mine = rows.CaseParty.objects.filter(
        branch("agency__path", acting.paths_with(Right.READ_REGISTER))
    ).values("case")
    return Q(**{f"{prefix}sharing": Sharing.AGENCIES}) | Q(**{f"{prefix}pk__in": mine})


def cases_visible_to(acting: Acting) -> QuerySet[rows.Case]:
    """Cases the actor may see."""
    return rows.Case.objects.filter(_seen(acting))


def open_cases(acting: Acting) -> QuerySet[rows.Case]:
    """Cases the actor may see that have not ended, the most pressing first."""
    found = cases_visible_to(acting).filter(state__in=[state.value for state in OPEN])
    return found.order_by("due", "pk")


def of_mine(acting: Acting, right: Right = Right.READ_REGISTER) -> Q:
    """Cases in which the branches where the actor has a right are parties."""
    return Q(
        pk__in=rows.CaseParty.objects.filter(
            branch("agency__path", acting.paths_with(right))
        ).values("case")
    )


def case_of(acting: Acting, public_id: str) -> rows.Case:
    """The case of that id; refuses (`not_found`) one that the actor may not see."""
    found = cases_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def comments_visible_to(acting: Acting) -> QuerySet[rows.Comment]:
    """What the parties of a case say to each other: for parties alone."""
    mine = rows.CaseParty.objects.filter(
        branch("agency__path", acting.paths_with(Right.READ_REGISTER))
    )
    found = rows.Comment.objects.filter(case__in=mine.values("case"))
    return found.select_related("agency").order_by("pk")


def case_about(acting: Acting, finding: Finding) -> rows.Case | None:
    """The latest case a finding belongs to, among those the actor may see; None for none."""
    found = cases_visible_to(acting).filter(findings__finding=finding)
    return found.order_by("-pk").first()


def parties_of(case: rows.Case, role: PartyRole | None = None) -> list[rows.CaseParty]:
    """The parties of a case, owners first."""
    found = case.parties.select_related("agency").order_by("pk")
    return [party for party in found if role is None or party.role == role]


def standing_proposal(case: rows.Case) -> rows.Proposal | None:
    """What lies on the table; None where nothing does."""
    found = case.proposals.filter(stands=True).select_related("option", "agency")
    return found.first()


def options_of(case: rows.Case) -> list[rows.Option]:
    """The ways of the last computation and those made by hand since, the standing one first."""
    return list(case.options.filter(stale=False).order_by("rank", "pk"))


def settlement_of(case: rows.Case) -> rows.Settlement | None:
    """What was settled; None as long as nothing is, or once it was opened again."""
    return rows.Settlement.objects.filter(case=case, reopened=False).first()


def waiting_answers(acting: Acting) -> QuerySet[rows.Case]:
    """Cases with a proposal that an owner among the actor's branches has not answered."""
    paths = acting.paths_with(Right.SETTLE_CASE)
    owners = rows.CaseParty.objects.filter(branch("agency__path", paths), role=PartyRole.OWNER)
    answered = rows.Signature.objects.filter(
        branch("agency__path", paths), proposal__stands=True
    ).values("proposal__case")
    found = cases_visible_to(acting).filter(
        pk__in=owners.values("case"), state__in=[State.PROPOSED, State.COUNTERED]
    )
    return found.exclude(pk__in=answered).order_by("due", "pk")
