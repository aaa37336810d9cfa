"""Candidates for the next feasts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.completion.openings import Feast, openings
from hamgam.kit.fields import Out

router = Router(tags=["portfolio"])


class EvidenceOut(Out):
    """One thing that speaks for or against an opening."""

    key: str
    is_so: bool


class CandidateOut(Out):
    """A project that may be opened; `is_rushed` where its promise is sooner than even half of the
    futures allow."""

    project: str
    title: str
    promised: date | None
    p50: date | None
    p80: date | None
    is_ready: bool
    is_rushed: bool
    evidence: list[EvidenceOut]


class FeastOut(Out):
    """A feast with its candidates."""

    feast: str
    begins: date
    ends: date
    candidates: list[CandidateOut]


class InauguratedOut(Out):
    """A project that was inaugurated and is not in service."""

    project: str
    title: str
    inaugurated_on: date


class OpeningsOut(Out):
    """The next two feasts."""

    feasts: list[FeastOut]
    only_inaugurated: list[InauguratedOut]


def _feast_out(feast: Feast) -> dict[str, Any]:
    return {
        "feast": feast.name,
        "begins": feast.begins,
        "ends": feast.ends,
        "candidates": [
            {
                "project": one.project.public_id,
                "title": one.project.title,
                "promised": one.project.ends,
                "p50": one.told.p50 if one.told else None,
                "p80": one.told.p80 if one.told else None,
                "is_ready": one.opening.is_ready,
                "is_rushed": one.opening.is_rushed,
                "evidence": [{"key": key, "is_so": met} for key, met in one.opening.evidence],
            }
            for one in feast.candidates
        ],
    }


@router.get(
    "/openings",
    response=OpeningsOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_openings",
)
def list_openings(request: HttpRequest) -> dict[str, Any]:
    """Candidates for Government Week and Fajr, and what was inaugurated without being in
    service."""
    told = openings(acting_of(request), timezone.localdate())
    return {
        "feasts": [_feast_out(feast) for feast in told.feasts],
        "only_inaugurated": [
            {
                "project": row.public_id,
                "title": row.title,
                "inaugurated_on": row.inaugurated_on,
            }
            for row in told.only_inaugurated
        ],
    }
