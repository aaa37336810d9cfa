"""Reads of the register. `*_visible_to` are the only ways to a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, When
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Party
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing, owned, shared, shared_by_subject
from hamgam.agencies.vocabulary import Sharing
from hamgam.register import models as rows
from hamgam.register.models.meetings import Meeting
from hamgam.register.models.rivals import RivalVersion
from hamgam.register.status import Report, Standing
from hamgam.register.street_level import StreetLevel
from hamgam.register.vocabulary import AcceptanceKind


def works_visible_to(acting: Acting) -> QuerySet[rows.Work]:
    """Works the actor may see, withdrawn and merged ones among them. `seen_project` and
    `seen_merged` name the project and the work that speaks for it, where he may see those too."""
    found = rows.Work.objects.filter(shared(acting)).annotate(
        seen_project=_seen(acting, "project"), seen_merged=_seen(acting, "merged_into")
    )
    return found.select_related("agency", "project", "merged_into")


def _seen(acting: Acting, relation: str) -> Case:
    """The public id of a related row, None where the actor may not see it."""
    told = When(shared(acting, f"{relation}__"), then=F(f"{relation}__public_id"))
    return Case(told, default=None, output_field=CharField(null=True))


def standing_works(acting: Acting) -> QuerySet[rows.Work]:
    """Works the actor may see that stand: neither withdrawn nor merged into another."""
    return works_visible_to(acting).filter(withdrawn__isnull=True, merged_into__isnull=True)


def listed_works(acting: Acting) -> QuerySet[rows.Work]:
    """The same works as a list shows them: each with its agency, and nothing that is joined to."""
    found = rows.Work.objects.filter(shared(acting))
    standing = found.filter(withdrawn__isnull=True, merged_into__isnull=True)
    return standing.select_related("agency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """What other agencies see of a restricted work: that something is in a street, and when.

    `geometry` is the street's line, never the work's; street, key and line are of the city's own
    list, because what its agency wrote may tell the place. Empty and None where no street of the
    list is near.
    """

    street: str = ""
    street_key: str = ""
    begins: date | None
    ends: date | None
    geometry: BaseGeometry | None = None


def shadows_for(acting: Acting) -> list[Shadow]:
    """The shadows of restricted works that are not the actor's own; nothing for the public."""
    if not acting.may(Right.READ_REGISTER):
        return []
    # Their keys first: those stand in an index, so that a city's rows are not read for a few.
    hidden = rows.Work.objects.filter(
        ~owned(acting, Right.READ_REGISTER),
        sharing=Sharing.RESTRICTED,
        withdrawn__isnull=True,
        merged_into__isnull=True,
    ).values("pk")
    told_of = rows.Work.objects.filter(pk__in=hidden).order_by("street", "begins")
    told = list(told_of.only("street", "geometry", "begins", "ends"))
    ground = StreetLevel() if told else None
    cast = [_shadow(row, ground) for row in told if ground]
    return list({(s.street_key, s.begins, s.ends): s for s in cast}.values())


def _shadow(row: rows.Work, ground: StreetLevel) -> Shadow:
    street = ground.street_of(row.street, row.shape)
    if street is None:
        return Shadow(begins=row.begins, ends=row.ends)
    return Shadow(
        street=street.name_fa,
        street_key=street.key,
        begins=row.begins,
        ends=row.ends,
        geometry=street.shape,
    )


def _of_hidden(acting: Acting, field: str) -> Q:
    """Rows about a work or project that the actor may not see, by the column that names it."""
    works = rows.Work.objects.exclude(pk__in=works_visible_to(acting).values("pk"))
    projects = rows.Project.objects.exclude(pk__in=projects_visible_to(acting).values("pk"))
    return Q(**{f"{field}__in": works.values("public_id")}) | Q(
        **{f"{field}__in": projects.values("public_id")}
    )


def versions_visible_to(acting: Acting) -> QuerySet[rows.WorkVersion]:
    """Earlier versions of the works of the actor's own branches."""
    mine = owned(acting, Right.READ_REGISTER, "work__")
    return rows.WorkVersion.objects.filter(mine).order_by("number")


def rivals_visible_to(acting: Acting) -> QuerySet[RivalVersion]:
    """Rival versions of the works of the actor's own branches."""
    mine = owned(acting, Right.READ_REGISTER, "work__")
    return RivalVersion.objects.filter(mine).select_related("work__agency")


def windows_visible_to(acting: Acting) -> QuerySet[rows.Window]:
    """Windows of works and tasks the actor may see."""
    either = (Q(work__isnull=False) & shared(acting, "work__")) | (
        Q(task__isnull=False) & shared(acting, "task__project__")
    )
    return rows.Window.objects.filter(either).select_related("work", "task")


def uploads_visible_to(acting: Acting) -> QuerySet[rows.Upload]:
    """Uploads of the actor's own branches."""
    paths = acting.paths_with(Right.UPLOAD_WORKS)
    mine = nothing()
    for path in paths:
        mine |= Q(agency__path__startswith=path)
    return rows.Upload.objects.filter(mine).select_related("agency")


def projects_visible_to(acting: Acting) -> QuerySet[rows.Project]:
    """Projects the actor may see."""
    return rows.Project.objects.filter(shared(acting)).select_related("agency", "deputy")


def tasks_visible_to(acting: Acting) -> QuerySet[rows.Task]:
    """Tasks of projects the actor may see."""
    found = rows.Task.objects.filter(shared(acting, "project__"))
    return found.select_related("project__agency")


def progress_visible_to(acting: Acting) -> QuerySet[rows.Progress]:
    """Reports of projects the actor may see: progress is a published field."""
    found = rows.Progress.objects.filter(shared(acting, "project__"))
    return found.select_related("project__agency")


def contracts_visible_to(acting: Acting) -> QuerySet[rows.Contract]:
    """Contracts of the actor's own branches."""
    mine = owned(acting, Right.READ_CONFIDENTIAL, "project__")
    return rows.Contract.objects.filter(mine).select_related("project__agency")


def claims_visible_to(acting: Acting) -> QuerySet[rows.Claim]:
    """Claims under the contracts of the actor's own branches."""
    mine = owned(acting, Right.READ_CONFIDENTIAL, "contract__project__")
    return rows.Claim.objects.filter(mine).select_related("contract__project__agency")


def funding_visible_to(acting: Acting) -> QuerySet[rows.FundingLine]:
    """Funding lines of the actor's own branches."""
    mine = owned(acting, Right.READ_CONFIDENTIAL, "project__")
    return rows.FundingLine.objects.filter(mine).select_related("project__agency")


def stakes_visible_to(acting: Acting) -> QuerySet[rows.Stake]:
    """Stakes the actor may see; none that tells of a work he may not see."""
    found = rows.Stake.objects.filter(shared(acting)).exclude(_of_hidden(acting, "subject"))
    return found.select_related("agency")


def commitments_visible_to(acting: Acting) -> QuerySet[rows.Commitment]:
    """Commitments the actor may see; none that tells of a work he may not see."""
    found = rows.Commitment.objects.filter(shared(acting)).exclude(_of_hidden(acting, "subject"))
    return found.select_related("agency")


def documents_visible_to(acting: Acting) -> QuerySet[rows.Document]:
    """Documents the actor may see, of works and projects that he may see; at the level of the
    parties also those of a work in which his agency is a party."""
    found = rows.Document.objects.filter(shared(acting) | shared_by_subject(acting))
    return found.exclude(_of_hidden(acting, "subject")).select_related("agency")


OWNED = (rows.Work, rows.Project, rows.Document, rows.Stake, rows.Commitment)
"""Every kind of row that carries a sharing level."""


def parties_visible_to(acting: Acting) -> QuerySet[Party]:
    """The parties of the actor's own rows, and those that his own agencies are."""
    seen = branch("agency__path", acting.paths_with(Right.READ_REGISTER))
    for model in OWNED:
        mine = model.objects.filter(owned(acting, Right.READ_REGISTER))
        seen |= Q(subject__in=mine.values("public_id"))
    return Party.objects.filter(seen).select_related("agency").order_by("agency__path")


def notes_visible_to(acting: Acting) -> QuerySet[rows.Note]:
    """Internal notes of the actor's own branches."""
    mine = nothing()
    for path in acting.paths_with(Right.READ_CONFIDENTIAL):
        mine |= Q(agency__path__startswith=path)
    return rows.Note.objects.filter(mine).select_related("agency")


def findings_visible_to(acting: Acting) -> QuerySet[rows.Finding]:
    """Findings whose works the actor may all see."""
    both = shared(acting, "a__") & (Q(b__isnull=True) | shared(acting, "b__"))
    if not acting.may(Right.READ_REGISTER):
        both = nothing()
    return rows.Finding.objects.filter(both).select_related("a__agency", "b__agency")


def duplicates_visible_to(acting: Acting) -> QuerySet[rows.DuplicateProposal]:
    """Proposals to merge works the actor may both see."""
    both = shared(acting, "keep__") & shared(acting, "drop__")
    if not acting.may(Right.READ_REGISTER):
        both = nothing()
    found = rows.DuplicateProposal.objects.filter(both)
    return found.select_related("keep__agency", "drop__agency")


def watches_of(acting: Acting) -> QuerySet[rows.Watch]:
    """The areas the actor himself watches."""
    return (
        rows.Watch.objects.filter(person=acting.person)
        if acting.person
        else rows.Watch.objects.none()
    )


def streets() -> QuerySet[rows.Street]:
    """The city's streets; open to everyone."""
    return rows.Street.objects.order_by("id")


def zones() -> QuerySet[rows.Zone]:
    """The city's zones; open to everyone."""
    return rows.Zone.objects.order_by("id")


STANDING_PARTS = (
    "progress",
    "contracts",
    "contracts__suspensions",
    "contracts__acceptances",
)
"""What to prefetch so that standings cost a constant number of queries."""


def _first(days: list[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _accepted(project: rows.Project, kind: AcceptanceKind) -> date | None:
    """The day the last of the project's contracts was accepted; None while one is not."""
    days = [
        _first([a.on for a in contract.acceptances.all() if a.kind == kind])
        for contract in project.contracts.all()
    ]
    if not days or any(day is None for day in days):
        return None
    return max(day for day in days if day is not None)


def _suspended(project: rows.Project) -> date | None:
    open_notices = [
        s.on for c in project.contracts.all() for s in c.suspensions.all() if s.ended_on is None
    ]
    return _first(list(open_notices))


def standing_of(project: rows.Project) -> Standing:
    """What a project's status is derived from; prefetch STANDING_PARTS for lists."""
    contracts = list(project.contracts.all())
    return Standing(
        begins=project.begins,
        approved_on=project.approved_on,
        ready_on=project.ready_on or _first([c.signed_on for c in contracts]),
        handed_over_on=_first([c.handed_over_on for c in contracts]),
        suspended_on=_suspended(project),
        provisionally_accepted_on=_accepted(project, AcceptanceKind.PROVISIONAL),
        in_service_on=project.in_service_on,
        finally_accepted_on=_accepted(project, AcceptanceKind.FINAL),
        closed_on=project.closed_on,
        cancelled_on=project.cancelled_on,
        transferred_on=project.transferred_on,
        reports=[
            Report(
                on=r.on,
                physical_permille=r.physical_permille,
                verified_permille=r.verified_permille,
                planned_permille=r.planned_permille,
                spi_time_permille=r.spi_time_permille,
            )
            for r in project.progress.all()
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrears:
    """What a contract's claims wait for: rials approved (or, before that, submitted) and not paid,
    and the age in days of the oldest such claim."""

    rials: int
    days: int


def arrears_of(contract: rows.Contract, today: date) -> Arrears:
    """The arrears of a contract on a day."""
    owed, oldest = 0, today
    for claim in contract.claims.all():
        due = claim.submitted_rials if claim.approved_rials is None else claim.approved_rials
        if due > claim.paid_rials:
            owed += due - claim.paid_rials
            oldest = min(oldest, claim.submitted_on)
    return Arrears(rials=owed, days=(today - oldest).days)


def rule_trials() -> QuerySet[rows.RuleTrial]:
    """Trials of rules, the latest first; their works are shown only to who may see them."""
    return rows.RuleTrial.objects.order_by("-pk")


def rule_changes() -> QuerySet[rows.RuleChange]:
    """Numbers that the city adopted, the latest first; open to everyone, as every rule is."""
    return rows.RuleChange.objects.select_related("trial").order_by("-pk")


def meetings() -> QuerySet[Meeting]:
    """Every meeting with its parts, the latest first; for those who say themselves who sees it."""
    found = Meeting.objects.select_related("agency")
    return found.prefetch_related("items__owner", "present__agency").order_by("-begins", "-pk")


def meetings_visible_to(acting: Acting) -> QuerySet[Meeting]:
    """Meetings the actor may see, the latest first."""
    return meetings().filter(shared(acting))
