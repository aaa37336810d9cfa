"""Reads of sealed plans: all of one for its own agency; for others, that there is a match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing, owned
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.models import Seal
from hamgam.register.models import Finding, Work
from hamgam.register.street_level import StreetLevel
from hamgam.register.vocabulary import FindingState


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedMatch:
    """All that the other side learns: which of its own works is met, in which street of the city's
    list (empty where none is near), and whom to call. No agency, no days, no kind, no id."""

    work: Work
    street: str
    contact: str
    phone: str


def seals_visible_to(acting: Acting) -> QuerySet[Seal]:
    """Seals on the actor's own plans, and those it opened."""
    if not acting.may(Right.READ_REGISTER):
        return Seal.objects.filter(nothing())
    mine = owned(acting, Right.READ_REGISTER, "work__")
    return Seal.objects.filter(mine).select_related("work__agency").order_by("-pk")


def _standing() -> Q:
    """Plans whose seal holds."""
    return Q(
        unsealed__isnull=True,
        work__sharing=Sharing.OWN,
        work__withdrawn__isnull=True,
        work__merged_into__isnull=True,
    )


def standing_seals() -> QuerySet[Seal]:
    """Seals that hold."""
    return Seal.objects.filter(_standing()).select_related("work__agency")


def _findings() -> Iterable[tuple[Work, Work]]:
    """Each sealed plan that meets a work, and that work."""
    held = set(Seal.objects.filter(_standing()).values_list("work", flat=True))
    if not held:
        return
    sealed = Seal.objects.filter(_standing()).values("work")
    rows = Finding.objects.filter(Q(a__in=sealed) | Q(b__in=sealed), state=FindingState.OPEN)
    rows = rows.filter(b__isnull=False).select_related("a__agency", "b__agency").order_by("pk")
    for row in rows:
        if row.b is None:
            continue
        for plan, other in ((row.a, row.b), (row.b, row.a)):
            if plan.pk in held and other.agency_id != plan.agency_id:
                yield plan, other


def matches_for(agency_paths: Iterable[str]) -> list[SealedMatch]:
    """The matches of the works of some branches with other agencies' sealed plans, one for each
    work and number to call."""
    paths = tuple(agency_paths)
    pairs = [
        (plan, other)
        for plan, other in _findings()
        if any(other.agency.path.startswith(path) for path in paths)
        and not any(plan.agency.path.startswith(path) for path in paths)
    ]
    if not pairs:
        return []
    seals = {seal.work_id: seal for seal in Seal.objects.filter(work__in=[p.pk for p, _ in pairs])}
    ground = StreetLevel()
    found: dict[tuple[int, str, str], SealedMatch] = {}
    for plan, other in pairs:
        seal = seals[plan.pk]
        street = ground.street_of(other.street, other.shape)
        key = (other.pk, seal.contact, seal.phone)
        found.setdefault(
            key,
            SealedMatch(
                work=other,
                street=street.name_fa if street else "",
                contact=seal.contact,
                phone=seal.phone,
            ),
        )
    return list(found.values())


def sealed_matches(acting: Acting) -> list[SealedMatch]:
    """The matches of the actor's own works; nothing for the public."""
    if not acting.may(Right.READ_REGISTER):
        return []
    return matches_for(acting.paths_with(Right.READ_REGISTER))


def matched_agencies() -> list[tuple[Agency, Work]]:
    """Every agency whose work meets another's sealed plan, with that work, each once."""
    found = {other.pk: (other.agency, other) for _, other in _findings()}
    return list(found.values())
