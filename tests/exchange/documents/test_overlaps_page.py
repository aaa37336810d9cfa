from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.toy_report import HOSTILE, mashhad, ruled, unruled, work, works

from hamgam.exchange.documents import overlaps_page as module
from hamgam.exchange.documents.overlaps_page import overlaps_page
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import LANGUAGES, words


class Reader(HTMLParser):
    """What a browser would be asked to run, load and show."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.deeds: list[str] = []
        self.tags: list[str] = []
        self.held: dict[str, str] = {}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.deeds += [name for name in told if name.startswith("on") or name == "style"]
        loads = {"src", "srcset", "data", "href", "poster", "action"} - (
            {"href"} if tag == "a" else set()
        )
        self.addresses += [told[name] for name in told if name in loads]
        if tag in {"script", "style"}:
            self._inside = told.get("id") or told.get("type") or tag
        if told.get("http-equiv") == "Content-Security-Policy":
            self.held["policy"] = told["content"]

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.held[self._inside] = self.held.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._inside = ""


def page(report: Report | None = None, language: str = "fa") -> str:
    return overlaps_page(report or ruled(city=mashhad()), words(language)).decode()


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_it_asks_for_nothing_beyond_itself() -> None:
    reader = read(page())
    assert [address for address in reader.addresses if not address.startswith("#")] == []
    assert "@import" not in reader.held["style"]
    assert "url(" not in reader.held["style"].replace("url(#hatch)", "")
    assert reader.held["policy"].startswith("default-src 'none'; ")


def test_the_policy_names_its_own_style_and_script_and_nothing_else_runs() -> None:
    reader = read(page())
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(reader.held[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in reader.held["policy"]
    assert reader.deeds == []


def test_what_lists_say_stays_text() -> None:
    text = page()
    assert HOSTILE not in text
    reader = read(text)
    assert "img" not in reader.tags
    for code in ("en", "ar"):
        assert "img" not in read(reader.held[f"page-{code}"]).tags
    assert any(HOSTILE in told for told in json.loads(reader.held["values"])["texts"])


def test_it_reads_without_a_script() -> None:
    text = page().split('<script type="text/html"')[0]
    report = ruled(city=mashhad())
    assert text.count('<li class="it ') == len(report.findings)
    assert "۱۰ آذر ۱۴۰۵ تا ۲۹ آذر ۱۴۰۵" in text
    assert "2026-12-01 – 2026-12-20" in text
    assert "محل بر پایهٔ نام خیابان است؛ مطمئن نیست" in text
    assert '<svg id="map"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_the_language_asked_and_holds_the_others(language: str) -> None:
    text = page(language=language)
    direction = "ltr" if language == "en" else "rtl"
    assert f'<html lang="{language}" dir="{direction}">' in text
    others = re.findall(r'<script type="text/html" id="page-(\w+)"', text)
    assert sorted([*others, language]) == sorted(LANGUAGES)


def test_the_grave_number_comes_first() -> None:
    listed = [work(f"W-{n}", "آبفا" if n % 2 else "گاز", *_spring(n)) for n in range(4)]
    report = ruled(listed, city=mashhad())
    text = page(report)
    title = re.search(r"<h1>(.*?)</h1>", text)
    assert title is not None
    expected = (
        words("fa")("page", "headline_block", count=words("fa").number(report.blocking))
        if report.blocking
        else words("fa")("page", "headline_clear")
    )
    assert title.group(1) == expected
    assert text.index('class="fig bad"') < text.index('class="fig agree"')


def _spring(n: int) -> tuple[Any, Any]:
    first = works()[0]
    assert first.begins
    assert first.ends
    return first.begins, first.ends


def test_marks_of_schematic_and_demo() -> None:
    plain, marked = page(ruled()), page(ruled(city=mashhad(), is_demo=True))
    assert "داده نمایشی" not in plain
    assert "نقشه شماتیک" not in plain
    assert marked.count("داده نمایشی") >= 2
    assert marked.count("نقشه شماتیک") >= 2
    assert mashhad().attribution["fa"] in marked


def test_a_secondary_source_is_marked() -> None:
    report = ruled()
    spoken = {finding.rule for finding in report.findings}
    secondary = any(report.rules[rule].source.secondary for rule in spoken if rule)
    assert ("مأخذ دست‌دوم" in page(report)) is secondary


def test_too_many_findings_are_cut_and_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FINDINGS", 2)
    report = ruled()
    text = page(report).split('<script type="text/html"')[0]
    assert text.count('<li class="it ') == 2
    left = words("fa").number(len(report.findings) - 2)
    assert f"{left} یافتهٔ سبک‌تر در این صفحه نیامده است" in text


def test_misread_and_lost_rows_are_listed() -> None:
    text = page()
    assert "ردیف‌هایی که درست خوانده نشد" in text
    assert "1405/13/40" in text
    assert "کارهایی که محل یا تاریخ ندارند" in text


@pytest.mark.parametrize("listed", [[], [replace(works()[-1])]], ids=["no work", "no place"])
def test_an_empty_search_is_a_page_as_well(listed: list[Any]) -> None:
    text = page(replace(ruled(listed), misread=()))
    assert "در این فایل‌ها یافته‌ای نیست" in text


def test_a_search_without_rules_says_so() -> None:
    assert "جست‌وجوی بی‌قاعده" in page(unruled())
