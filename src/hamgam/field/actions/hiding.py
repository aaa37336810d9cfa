"""What is met about and promised at the site of a hidden project is as hidden as the project."""

from __future__ import annotations

from hamgam.agencies.vocabulary import Sharing
from hamgam.ledger.models import Fact
from hamgam.register.models import Commitment, Meeting, Project

OPEN = frozenset({Sharing.PUBLIC, Sharing.AGENCIES})


def sharing_for(project: Project) -> Sharing:
    """At which level what is recorded about a project is shared: among the agencies, or as
    narrowly as the project itself."""
    level = Sharing(project.sharing)
    return Sharing.AGENCIES if level in OPEN else level


def is_open(project: Project) -> bool:
    """Whether every agency may hear of a project."""
    return Sharing(project.sharing) in OPEN


def follow_project(fact: Fact) -> None:
    """Follow-up of `project_edited`: the meetings about a project and what was promised in them are
    shared as the project is from now on."""
    project = Project.objects.filter(public_id=fact.subject).first()
    if project is None:
        return
    level = sharing_for(project).value
    held = Meeting.objects.filter(site__project=project)
    made = Commitment.objects.filter(pk__in=held.values("items__commitment"))
    held.exclude(sharing=level).update(sharing=level)
    made.exclude(sharing=level).update(sharing=level)
