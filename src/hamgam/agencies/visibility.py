"""Which rows somebody may see: conditions for `visible_to`, the only way to a row.

A row that is not visible answers like one that does not exist, and is absent from lists, counts,
searches and exports alike.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Agency, Party
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing


def nothing() -> Q:
    """No row."""
    return Q(pk__in=())


def shared(acting: Acting, prefix: str = "") -> Q:
    """Rows that carry a sharing level: `prefix` leads from the row asked for to the row that
    carries it, as `work__`."""
    level = f"{prefix}sharing"
    if not acting.may(Right.READ_REGISTER):
        return Q(**{level: Sharing.PUBLIC})
    everybody = Q(**{f"{level}__in": (Sharing.PUBLIC, Sharing.AGENCIES)})
    among_parties = Q(**{level: Sharing.PARTIES, f"{prefix}public_id__in": _party_in(acting)})
    return everybody | owned(acting, Right.READ_REGISTER, prefix) | among_parties


def _party_in(acting: Acting) -> QuerySet[Party, str]:
    """The public ids of what the actor's branches are a party in."""
    paths = acting.paths_with(Right.READ_REGISTER)
    return Party.objects.filter(branch("agency__path", paths)).values_list("subject", flat=True)


def shared_by_subject(acting: Acting) -> Q:
    """Rows at the level of the parties about something (`subject`) the actor is a party in."""
    if not acting.may(Right.READ_REGISTER):
        return nothing()
    return Q(sharing=Sharing.PARTIES, subject__in=_party_in(acting))


def owned(acting: Acting, right: Right, prefix: str = "") -> Q:
    """Rows of the branches on which the actor has that right, and of the subjects delegated to
    him with it."""
    subjects = {p.subject for p in acting.powers if p.subject and right in p.rights}
    # By the key and not by a join: the rows are then walked in their own order by an index.
    paths = branch("path", acting.paths_with(right))
    found = Q(**{f"{prefix}agency__in": Agency.objects.filter(paths).values("pk")})
    return found | Q(**{f"{prefix}public_id__in": sorted(subjects)}) if subjects else found
