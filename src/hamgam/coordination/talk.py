"""What a word is about, and who may read it: whoever may see its subject, nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.rights import Right
from hamgam.coordination.models import Case, Comment
from hamgam.coordination.queries.cases import comments_visible_to
from hamgam.kit.refusals import Refused
from hamgam.register.models import Project, Work
from hamgam.register.queries import projects_visible_to, works_visible_to


@dataclass(frozen=True, slots=True)
class Subject:
    """A case, or a work or project by its public id and how it is called."""

    case: Case | None = None
    public_id: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        if self.case is not None:
            object.__setattr__(self, "public_id", self.case.public_id)
            object.__setattr__(self, "title", self.case.number)

    @classmethod
    def of(cls, row: Comment) -> Subject:
        """What a word is about."""
        if row.case is not None:
            return cls(case=row.case)
        return cls(public_id=row.subject, title=_title(row.subject))


def _title(public_id: str) -> str:
    found = Work.objects.filter(public_id=public_id).first()
    row: Work | Project | None = found or Project.objects.filter(public_id=public_id).first()
    return str(row) if row else public_id


def subject_of(acting: Acting, public_id: str) -> Subject:
    """The work or project of that id; refuses (`not_found`) one that the actor may not see."""
    work = works_visible_to(acting).filter(public_id=public_id).first()
    row: Work | Project | None = (
        work or projects_visible_to(acting).filter(public_id=public_id).first()
    )
    if row is None:
        raise Refused("not_found")
    return Subject(public_id=public_id, title=str(row))


def sees(acting: Acting, about: Subject) -> bool:
    """Whether the actor may read what is said about a subject."""
    if about.case is not None:
        return any(
            party.agency.path.startswith(path)
            for party in about.case.parties.select_related("agency")
            for path in acting.paths_with(Right.READ_REGISTER)
        )
    known = works_visible_to(acting).filter(public_id=about.public_id).exists()
    return known or projects_visible_to(acting).filter(public_id=about.public_id).exists()


def words_visible_to(acting: Acting) -> QuerySet[Comment]:
    """Every word the actor may read, the first first."""
    works = works_visible_to(acting).values("public_id")
    projects = projects_visible_to(acting).values("public_id")
    about = Comment.objects.filter(subject__in=works) | Comment.objects.filter(subject__in=projects)
    if not acting.may(Right.READ_REGISTER):
        about = Comment.objects.none()
    cases = comments_visible_to(acting).values("pk")
    found = Comment.objects.filter(pk__in=cases) | about
    return found.select_related("agency", "case").prefetch_related("versions").order_by("pk")


def words_about(acting: Acting, public_id: str) -> QuerySet[Comment]:
    """What is said about a work or project that the actor may see; nothing for another."""
    try:
        subject_of(acting, public_id)
    except Refused:
        return Comment.objects.none()
    found = Comment.objects.filter(subject=public_id).select_related("agency")
    return found.prefetch_related("versions", "mentions").order_by("pk")
