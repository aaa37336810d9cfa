"""One page for whoever must decide: facts, map, options with costs, what was tried, the default."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.queries import cases as queries
from hamgam.coordination.views.brief_map import map_svg
from hamgam.coordination.views.cases import case_told
from hamgam.coordination.views.papers import brief_paper, pdf
from hamgam.register.views.reading import language


@door(Right.READ_REGISTER)
@require_safe
def brief(request: HttpRequest, case_id: str) -> HttpResponse:
    """The brief of a case, to be read in two minutes and printed on one page."""
    acting = acting_of(request)
    told = case_told(acting, queries.case_of(acting, case_id))
    return render(request, "coordination/brief.html", told)


@door(Right.READ_REGISTER)
@require_safe
def brief_pdf(request: HttpRequest, case_id: str) -> HttpResponse:
    """The brief as a paper."""
    acting = acting_of(request)
    told = case_told(acting, queries.case_of(acting, case_id))
    pictures = {"map": map_svg(told["map"], language())} if told["map"] is not None else {}
    return pdf("brief", brief_paper(told, language()), language(), **pictures)
