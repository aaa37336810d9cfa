"""The overlaps page in a real browser, opened from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET
from tests.toy_report import HOSTILE, mashhad, ruled

from hamgam.exchange.documents.overlaps_page import overlaps_page
from hamgam.exchange.findings_out.words import words

LANGUAGES = (("en", "ltr", "Findings"), ("ar", "rtl", "النتائج"), ("fa", "rtl", "یافته‌ها"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "overlaps.html"
    path.write_bytes(overlaps_page(ruled(city=mashhad(), is_demo=True), words("fa")))
    return path


class Watched:
    """A page, and everything that must not happen on it."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.faults: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda said: self.faults.append(said.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())
        expect(page.locator("html.live")).to_have_count(1)

    def expect_fewer(self) -> int:
        """How many items are shown, once a filter holds."""
        expect(self.page.locator("#clear")).to_be_visible()
        return self.shown()

    def shown(self) -> int:
        return self.page.locator(".it:visible").count()


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    watched = Watched(context.new_page(), file)
    yield watched
    context.close()
    assert watched.faults == []
    assert watched.requests == [file.as_uri()]


def test_it_is_persian_and_runs_right_to_left(opened: Watched) -> None:
    root = opened.page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("fa", "rtl")
    side, ground = opened.page.locator(".side"), opened.page.locator(".mapw")
    assert side.bounding_box()["x"] > ground.bounding_box()["x"]  # type: ignore[index]  # shown


def test_the_list_follows_kind_search_agency_and_time(opened: Watched) -> None:
    page, everything = opened.page, len(ruled().findings)
    assert opened.shown() == everything
    page.locator(".chip.t-chance").click()
    assert 0 < opened.expect_fewer() < everything
    assert set(page.locator(".it:visible .st").all_inner_texts()) == {"فرصت هم‌زمانی"}
    page.locator("#clear").click()
    expect(page.locator(".it:visible")).to_have_count(everything)
    page.fill("#q", "s-1")
    assert 0 < opened.expect_fewer() < everything
    assert all("شهرداری" in told for told in page.locator(".it:visible").all_inner_texts())
    page.locator("#clear").click()
    page.select_option("#agency", label="برق")
    assert opened.expect_fewer() < everything
    page.locator("#clear").click()
    page.locator("#from").fill(page.locator("#from").get_attribute("max") or "")
    expect(page.locator("#nothing")).to_be_visible()
    assert opened.shown() == 0


def test_list_and_map_point_at_each_other(opened: Watched) -> None:
    page = opened.page
    before = page.locator("#map").get_attribute("viewBox")
    page.locator(".it summary").first.click()
    page.locator(".it .show").first.click()
    assert page.locator("#map").get_attribute("viewBox") != before
    assert page.locator(".it.sel").count() == 1
    assert page.locator("#map .hi").count() >= 1
    page.locator("[data-zoom=whole]").click()
    assert page.locator("#map").get_attribute("viewBox") is not None


def test_languages_change_in_place_and_keep_the_filters(opened: Watched) -> None:
    page = opened.page
    page.locator(".chip.t-chance").click()
    page.wait_for_function(
        f"document.querySelectorAll('.it:not([hidden])').length < {len(ruled().findings)}"
    )
    kept = opened.shown()
    for code, direction, word in (
        ("en", "ltr", "Findings"),
        ("ar", "rtl", "النتائج"),
        ("fa", "rtl", "یافته‌ها"),
    ):
        page.locator(f"[data-lang={code}]").click()
        root = page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (code, direction)
        assert page.locator(".side h2").inner_text() == word
        assert opened.shown() == kept
        assert page.locator("#map").count() == 1


def test_the_theme_turns(opened: Watched) -> None:
    page = opened.page
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.locator(".theme").click()
    assert page.evaluate(ground) != before


def test_the_keyboard_reaches_everything(opened: Watched) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator(".it summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".it details").first.evaluate("one => one.open")
    page.locator(".it .show").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".it.sel").count() == 1
    page.locator(".canvas").focus()
    before = page.locator("#map").get_attribute("viewBox")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#map").get_attribute("viewBox") != before


def test_what_lists_say_does_nothing(opened: Watched) -> None:
    page = opened.page
    for summary in page.locator(".it summary").all():
        summary.click()
    assert page.locator("img").count() == 0
    assert "owned" not in page.title()
    assert page.get_by_text(HOSTILE).count() >= 1
    page.locator("[data-lang=en]").click()
    assert page.locator("img").count() == 0


def test_it_fits_a_phone(browser: Browser, file: Path) -> None:
    for width in (320, 390):
        context = browser.new_context(viewport={"width": width, "height": 800})
        watched = Watched(context.new_page(), file)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.faults == []
        context.close()


def test_it_reads_without_a_script(browser: Browser, file: Path) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#q").is_hidden()
    assert page.locator(".it").count() == len(ruled().findings)
    page.locator(".it summary").first.click()
    assert page.locator(".it .say").first.is_visible()
    assert page.locator("#map .m").count() >= 1
    context.close()
