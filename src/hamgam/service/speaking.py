"""The language that an address asks for, on pages that people reach from public ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from hamgam.kit.words import Language

View = Callable[..., HttpResponse]


def as_asked(view: View) -> View:
    """A view that speaks the language named by `?lang=`, else the one the reader has."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang", "")
        if asked not in set(Language):
            return view(request, *args, **kwargs)
        with translation.override(asked):
            return view(request, *args, **kwargs)

    return told
