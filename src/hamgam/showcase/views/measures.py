"""In step, continuity, satisfaction, and whether the chain holds: each with its definitions."""

from __future__ import annotations

from math import sqrt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.engine.measures.uncertainty import wilson
from hamgam.register.views.reading import language, today
from hamgam.service import queries as service
from hamgam.service.models import Survey
from hamgam.showcase import disruption, serving_index, stepping
from hamgam.showcase.prerender import prerendered
from hamgam.showcase.telling import told_work

MOST_SURVEYS = 60


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def in_step(request: HttpRequest) -> HttpResponse:
    """Whether agencies act as one or as islands, with the parts of the index."""
    told = {"standings": stepping.standings(today()), "beside": stepping.beside(today())}
    return render(request, "showcase/in_step.html", told)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def continuity(request: HttpRequest) -> HttpResponse:
    """What works cost residents and pilgrims by district, and which services slacken."""
    day, spoken = today(), language()
    told = {
        "zones": disruption.zone_costs(day - disruption.SPAN, day, spoken),
        "slack": disruption.slackening(day, spoken),
        "first": day - disruption.SPAN,
        "last": day,
        "ways": serving_index.unhindered(day, spoken),
        "near": [(told_work(row.work, spoken), row.told) for row in serving_index.near_works(day)],
        "near_m": int(serving_index.NEAR_M),
    }
    return render(request, "showcase/continuity.html", told)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def services(request: HttpRequest) -> HttpResponse:
    """Each service in each district: terms kept, people's word, and whether it slackens."""
    day = today()
    told = {
        "rows": serving_index.service_index(day, language()),
        "first": day - serving_index.SPAN,
        "last": day,
    }
    return render(request, "showcase/services.html", told)


def _told(row: Survey) -> dict[str, Any]:
    span = wilson(row.satisfied, row.asked)
    mean = row.mean_hundredths
    half = None
    if mean is not None and row.deviation_hundredths is not None:
        half = 1.96 * row.deviation_hundredths / sqrt(row.asked) / 100
    return {
        "row": row,
        "share": row.satisfied / row.asked * 100,
        "low": span.low * 100,
        "high": span.high * 100,
        "mean": mean / 100 if mean is not None else None,
        "half": half,
    }


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def surveys(request: HttpRequest) -> HttpResponse:
    """How satisfied residents and pilgrims are, with numbers asked and ranges; self-selected
    answers stand apart."""
    rows = list(service.surveys()[:MOST_SURVEYS])
    told = {
        "samples": [_told(row) for row in rows if row.mode != "self_selected"],
        "chosen": [_told(row) for row in rows if row.mode == "self_selected"],
    }
    return render(request, "showcase/surveys.html", told)


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def chain(request: HttpRequest) -> HttpResponse:
    """Whether coordination, continuity and satisfaction move together."""
    links = disruption.chain_links(today())
    return render(request, "showcase/chain.html", {"links": list(links.items())})
