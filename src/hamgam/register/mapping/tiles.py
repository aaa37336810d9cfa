"""The city's own tile file, piece by piece: the browser asks for ranges and gets no more."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse

MOST_BYTES = 8 * 1024 * 1024
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")


def ranged(request: HttpRequest, file: Path) -> HttpResponse:
    """The bytes that the request names, at most MOST_BYTES; 416 for a range that is none, or none
    told: nobody needs the whole file at once."""
    whole = file.stat()
    told = RANGE.fullmatch(request.headers.get("Range", ""))
    first, last = (int(told[1]), min(int(told[2]), whole.st_size - 1)) if told else (1, 0)
    if first > last or last - first >= MOST_BYTES:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{whole.st_size}"
        return refused
    with file.open("rb") as opened:
        opened.seek(first)
        answer = HttpResponse(opened.read(last - first + 1), status=206)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Range"] = f"bytes {first}-{last}/{whole.st_size}"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{whole.st_mtime_ns:x}-{whole.st_size:x}"'
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
