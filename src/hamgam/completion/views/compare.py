"""Scenarios side by side, project by project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion.comparing import columns_of, compared, rows_of
from hamgam.completion.naming import scenario_name
from hamgam.register.views.reading import language


@door(Right.READ_REGISTER)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Some plans in columns: what each finishes, what it is worth, and when each project ends."""
    acting = acting_of(request)
    plans = compared(acting, request.GET.getlist("p"))
    rows = rows_of(acting, plans)
    told = {
        "columns": [
            (one, scenario_name(one.plan.scenario.name, language())) for one in columns_of(plans)
        ],
        "rows": rows,
        "moved": sum(row.is_moved for row in rows),
    }
    return render(request, "completion/compare.html", told)
