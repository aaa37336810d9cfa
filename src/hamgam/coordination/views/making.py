"""The form by which somebody makes a way of his own: days for each work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.making import make_option as make
from hamgam.coordination.actions.rows import owner_for
from hamgam.coordination.models import Case
from hamgam.coordination.queries import cases as queries
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.forms import DayField
from hamgam.register.models import Work
from hamgam.register.views.reading import language


class OwnForm(forms.Form):
    """A first and a last day for each work of a case."""

    by_night = forms.BooleanField(required=False)

    def __init__(self, works: list[Work], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.works = works
        for work in works:
            self.fields[f"begins-{work.public_id}"] = DayField(initial=work.begins)
            self.fields[f"ends-{work.public_id}"] = DayField(initial=work.ends)

    def days(self) -> dict[str, list[tuple[date, date]]]:
        """The days told, by work."""
        told = self.cleaned_data
        return {
            work.public_id: [
                (told[f"begins-{work.public_id}"], told[f"ends-{work.public_id}"]),
            ]
            for work in self.works
        }

    def lines(self) -> list[tuple[Work, Any, Any]]:
        """Each work with its two fields."""
        return [
            (work, self[f"begins-{work.public_id}"], self[f"ends-{work.public_id}"])
            for work in self.works
        ]


@door(Right.SETTLE_CASE)
@require_http_methods(["GET", "POST"])
def make_option(request: HttpRequest, case_id: str) -> HttpResponse:
    """Make a way by hand; it is weighed like the computed ones."""
    by = acting_of(request)
    row = queries.case_of(by, case_id)
    owner_for(by, row, Right.SETTLE_CASE)
    held = row.works.select_related("work__agency").order_by("work_id")
    form = OwnForm([one.work for one in held], request.POST or None)
    if request.method == "POST" and form.is_valid() and _made(request, row, form):
        return redirect("case", row.public_id)
    return render(request, "coordination/make_option.html", {"case": row, "form": form})


def _made(request: HttpRequest, row: Case, form: OwnForm) -> bool:
    spoken = language()
    try:
        make(
            by=acting_of(request),
            case=row.public_id,
            days=form.days(),
            by_night=form.cleaned_data["by_night"],
        )
    except Refused as refusal:
        if refusal.code in {"not_found", "forbidden"}:
            raise
        form.add_error(None, say(f"refusals.{refusal.code}_detail", spoken, **refusal.about))
        return False
    messages.success(request, say("cases.own_made", spoken))
    return True
