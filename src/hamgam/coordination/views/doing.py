"""What every button's door does: read the form, do the deed, say so on the page it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.views.reading import language

Done = Callable[[dict[str, Any]], object]


def do(
    request: HttpRequest, to: tuple[str, ...], form: type[forms.Form], done: Done
) -> HttpResponse:
    """Do the deed with what the form tells, and go to the page named in `to`; what was wrong is
    said there."""
    asked = form(request.POST)
    if not asked.is_valid():
        messages.error(request, say("cases.incomplete", language()), extra_tags="bad")
        return redirect(*to)
    try:
        done(asked.cleaned_data)
    except Refused as refusal:
        if refusal.code in {"not_found", "forbidden", "not_signed_in"}:
            raise
        text = say(f"refusals.{refusal.code}_detail", language(), **refusal.about)
        messages.error(request, text, extra_tags="bad")
    else:
        messages.success(request, say("cases.done", language()))
    return redirect(*to)
