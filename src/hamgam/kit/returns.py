"""Where a small form leads back to: the page it stood on, never another site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def back_to(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """The way back that the form names by `next`, or `otherwise`."""
    there = request.POST.get("next", "")
    safe = bool(there) and url_has_allowed_host_and_scheme(there, {request.get_host()})
    return HttpResponseRedirect(there if safe else otherwise)
