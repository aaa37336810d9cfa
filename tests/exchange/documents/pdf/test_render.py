"""Papers set by Typst: the same values give the same bytes, and no text is ever source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hamgam.exchange.documents.pdf import render_pdf
from hamgam.exchange.documents.pdf.fonts import WEIGHTS, font_folder

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)
EVERY_BLOCK = [
    {"kind": "heading", "text": "برنامهٔ مصوب"},
    {"kind": "text", "text": "هشت پروژهٔ نیمه‌تمام"},
    {"kind": "bullets", "items": ["یک", "دو"]},
    {"kind": "facts", "rows": [["سال پایه", "۱۴۰۵"]]},
    {"kind": "figures", "rows": [["مانده", "۱۲ همت", "قیمت ۱۴۰۵"]]},
    {"kind": "note", "text": "فرضی"},
    {"kind": "table", "head": ["#", "پروژه"], "rows": [["۱", "پل"]], "widths": [0, 1], "ends": [0]},
    {"kind": "picture", "name": "map.svg", "width": 30, "alt": "نقشه", "caption": "جا"},
    {"kind": "page"},
    {"kind": "signatures", "people": [["شهردار", "شهرداری"]]},
]


def made(language: str = "fa", **told: object) -> bytes:
    data = {"title": "گزارش", "foot": "همگام", "blocks": EVERY_BLOCK, **told}
    return render_pdf("report", data, at=AT, language=language, pictures={"map.svg": SQUARE})


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_every_block_is_set_in_every_language(language: str) -> None:
    paper = made(language)
    assert paper.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in paper.replace(b"\n", b"")
    assert b"Vazirmatn" in paper


def test_the_same_values_give_the_same_bytes_and_others_do_not() -> None:
    assert made() == made()
    assert made() != made(title="گزارشی دیگر")


def test_the_moment_may_be_told_in_any_zone_and_to_the_microsecond() -> None:
    local = AT.astimezone(ZoneInfo("Asia/Tehran")).replace(microsecond=7)
    data = {"title": "x"}
    assert render_pdf("report", data, at=local) == render_pdf("report", data, at=AT)


def test_what_people_write_is_never_source() -> None:
    hostile = '#panic("x") #image("/etc/passwd") $ _ * `'
    paper = made(title=hostile, blocks=[{"kind": "text", "text": hostile}])
    assert paper.startswith(b"%PDF")


@pytest.mark.parametrize("template", ["nothing", "../house", "house.typ", ""])
def test_an_unknown_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="template"):
        render_pdf(template, {}, at=AT)


@pytest.mark.parametrize("name", ["../x.svg", "a/b.png", "main.typ"])
def test_a_picture_is_a_plain_file(name: str) -> None:
    with pytest.raises(ValueError, match="pictures"):
        render_pdf("report", {"title": "x"}, at=AT, pictures={name: SQUARE})


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="language"):
        render_pdf("report", {"title": "x"}, at=AT, language="de")


def test_the_cuts_are_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAMGAM_HOME", str(tmp_path))
    font_folder.cache_clear()
    try:
        folder = font_folder()
        assert folder.is_relative_to(tmp_path)
        assert sorted(p.name for p in folder.iterdir()) == sorted(f"{n}.ttf" for n in WEIGHTS)
        before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
        font_folder.cache_clear()
        assert font_folder() == folder
        assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before
    finally:
        font_folder.cache_clear()
