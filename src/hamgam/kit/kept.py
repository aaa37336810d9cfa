"""What reading costs anew at every request though nothing changed: kept until something does.

A value is kept in the process under its key and the ledger's revision, which any recorded change
makes another, so there is nothing to forget to throw away. The key names everything else that the
value depends on: who asks (his powers), the day, the language, the question.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.module_loading import import_string

Told = TypeVar("Told")
MOST_KEPT = 1_024
_kept: OrderedDict[tuple[str, Hashable], Any] = OrderedDict()
_lock = Lock()


def _revision(request: HttpRequest) -> str:
    """The register's revision as the request found it, asked once; empty where nothing may be
    kept: in a request that may write, and inside a transaction, which may be taken back."""
    if request.method not in {"GET", "HEAD"} or connection.in_atomic_block:
        return ""
    found: str | None = getattr(request, "revision", None)
    if found is None:
        found = import_string(settings.HAMGAM_REVISION)()
        request.revision = found  # type: ignore[attr-defined] # for the request's own lifetime
    return found


def kept(request: HttpRequest, key: Hashable, make: Callable[[], Told]) -> Told:
    """What `make` tells, as it was told before where no change was recorded since. Whoever gets it
    must not alter it; `key` must hold whatever it depends on beside the register."""
    revision = _revision(request)
    if not revision:
        return make()
    whole = (revision, key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return cast(Told, _kept[whole])
    told = make()
    with _lock:
        _kept[whole] = told
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return told


def forget() -> None:
    """Forget every kept value of this process."""
    with _lock:
        _kept.clear()
