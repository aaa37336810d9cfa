"""The plan page in a real browser, opened from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET
from tests.toy_plan import plan_report

from hamgam.exchange.documents.plan_page import plan_page
from hamgam.exchange.plans_out.words import plan_words

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
    path = tmp_path_factory.mktemp("page") / "plan.html"
    path.write_bytes(plan_page(plan_report(is_demo=True), plan_words("fa")))
    return path


@pytest.fixture
def opened(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light")
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert faults == []
    assert asked == [file.as_uri()]


def test_it_is_persian_and_time_runs_right_to_left(opened: Page) -> None:
    root = opened.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("fa", "rtl")
    work = opened.locator(".g-rows .work").first.bounding_box()
    strip = opened.locator(".g-rows .strip").first.bounding_box()
    assert work
    assert strip
    middle = strip["x"] + strip["width"] / 2
    assert work["x"] > middle, "what is worked first lies on the right"


@pytest.mark.parametrize(
    ("language", "direction", "told"),
    [("en", "ltr", "Which first, and why"), ("ar", "rtl", "أيها أولًا، ولماذا")],
)
def test_the_language_switch_turns_the_page_around(
    opened: Page, language: str, direction: str, told: str
) -> None:
    opened.click(f"button[data-lang={language}]")
    assert opened.locator("html").get_attribute("dir") == direction
    assert opened.locator(".gantt h2").inner_text() == told
    opened.click("button[data-lang=fa]")
    assert opened.locator(".gantt h2").inner_text() == "اول کدام، و چرا"


def test_the_theme_can_be_turned(opened: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = opened.evaluate(ground)
    opened.click(".theme")
    assert opened.evaluate(ground) != light


@pytest.mark.parametrize("opened", [320, 390, 768], indirect=True)
def test_nothing_runs_off_a_narrow_screen(opened: Page) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints_on_whole_pages(opened: Page) -> None:
    opened.emulate_media(media="print")
    assert opened.locator(".theme").is_hidden()
    assert len(opened.pdf()) > 10_000


def test_no_text_is_smaller_than_thirteen_pixels(opened: Page) -> None:
    sizes = opened.evaluate(
        "[...document.querySelectorAll('#page *')].filter(e => e.innerText)"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 13
