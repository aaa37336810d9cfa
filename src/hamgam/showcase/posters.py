"""Sheets for a wall: the pilgrim's page, or a street's, with the code that opens it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.conf import settings

from hamgam.exchange.documents.pdf import render_pdf
from hamgam.kit.words import Language, say
from hamgam.register.marks import city_name
from hamgam.register.models import Street

PILGRIMS_ORDER = (Language.AR, Language.FA, Language.EN)
STREETS_ORDER = (Language.FA, Language.AR, Language.EN)
FIRST_PT, OTHER_PT, LINE_PT = 52, 34, 21


def code_svg(address: str) -> bytes:
    """The code that a phone reads, with room for wear."""
    import segno

    kept = io.BytesIO()
    segno.make(address, error="h").save(kept, kind="svg", scale=12, border=4)
    return kept.getvalue()


def _said(texts: list[tuple[Language, str]], sizes: tuple[int, int]) -> list[dict[str, Any]]:
    """Texts as the sheet sets them, the first the largest."""
    return [
        {"lang": spoken.value, "text": text, "size": sizes[0] if number == 0 else sizes[1]}
        for number, (spoken, text) in enumerate(texts)
    ]


def _sheet(
    titles: list[tuple[Language, str]],
    lines: list[tuple[Language, str]],
    address: str,
    at: datetime,
) -> bytes:
    spoken = titles[0][0]
    told = {
        "title": titles[0][1],
        "titles": _said(titles, (FIRST_PT, OTHER_PT)),
        "lines": _said(lines, (LINE_PT, LINE_PT)),
        "address": address,
        "foot": f"{say('showcase.title', spoken)} · {city_name(spoken)}",
    }
    code = {"code.svg": code_svg(address)}
    return render_pdf("poster", told, at=at, language=spoken.value, pictures=code)


def pilgrims_poster(address: str, at: datetime) -> bytes:
    """The sheet of the ways to the shrine, Arabic first."""
    titles = [(spoken, say("showcase.pilgrim_title", spoken)) for spoken in PILGRIMS_ORDER]
    lines = [(spoken, say("showcase.poster_scan", spoken)) for spoken in PILGRIMS_ORDER]
    lines.append((Language.AR, say("showcase.poster_free", Language.AR)))
    return _sheet(titles, lines, address, at)


def streets_poster(row: Street, at: datetime, address: str) -> bytes:
    """The sheet of a street: its name, what one finds behind the code."""
    names = {
        Language.FA: row.name_fa,
        Language.AR: row.name_ar or row.name_fa,
        Language.EN: row.name_en or row.name_fa,
    }
    titles = [(spoken, names[spoken]) for spoken in STREETS_ORDER]
    lines = [
        (spoken, say(f"showcase.poster_{key}", spoken))
        for spoken in STREETS_ORDER
        for key in ("street", "report")
    ]
    return _sheet(titles, lines, address, at)


def absolute(path: str) -> str:
    """A path as the outside reaches it."""
    return f"{settings.PUBLIC_URL}{path}"
