"""Answers of the map that are worked out once per reader's scope and state of the register."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from hamgam.agencies.acting import Acting
from hamgam.agencies.rights import Right

MOST_KEPT = 24
LEVEL = 5
"""Of gzip: beyond it the answer shrinks by hundredths."""

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def scope(acting: Acting) -> str:
    """What decides which rows somebody sees; people of one post share it."""
    subjects = sorted(p.subject for p in acting.powers if p.subject)
    own = [acting.paths_with(right) for right in (Right.READ_REGISTER, Right.RECORD_WORK)]
    return f"{acting.may(Right.READ_REGISTER)} {own} {subjects}"


def _remembered(mark: str, make: Callable[[], bytes]) -> bytes:
    with _lock:
        if mark in _kept:
            _kept.move_to_end(mark)
            return _kept[mark]
    made = gzip.compress(make(), LEVEL, mtime=0)
    with _lock:
        _kept[mark] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def kept_answer(
    request: HttpRequest, parts: tuple[object, ...], make: Callable[[], bytes]
) -> HttpResponse:
    """JSON made by `make`, kept under what it depends on; 304 when the browser has it already."""
    mark = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    tag = f'"{mark}"'
    found = get_conditional_response(request, etag=tag)
    if found is None:
        body = _remembered(mark, make)
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        found = HttpResponse(
            body if is_packed else gzip.decompress(body), content_type="application/json"
        )
        if is_packed:
            found["Content-Encoding"] = "gzip"
    found["ETag"] = tag
    found["Cache-Control"] = "private, no-cache"
    found["Vary"] = "Accept-Encoding, Cookie"
    return found
