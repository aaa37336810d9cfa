"""The site in a real browser: a planner uploads, confirms, edits; others see what they may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, PASSWORD, QUIET

SEARCH = "شمارهٔ هفتادوهفت"
SHEET = (
    "شناسه,عنوان,نوع,تاریخ شروع,تاریخ پایان,خیابان,WKT\n"
    f"T77,لولهٔ {SEARCH},حفاری,1405/12/01,1406/01/20,خیابان امام رضا,"
    '"LINESTRING (59.6100 36.2800, 59.6080 36.2750)"\n'
    "T78,ردیف بدتاریخ,حفاری,1405/14/01,1405/12/20,خیابان امام رضا,"
    '"LINESTRING (59.6100 36.2800, 59.6090 36.2780)"\n'
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture
def site(city_site: str) -> str:
    return city_site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fa-IR")
    yield context
    context.close()


def signed_in(context: BrowserContext, site: str, who: str) -> Page:
    """Somebody's front page; every fault on a page fails the test."""
    page = context.new_page()
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("نام کاربری").fill(who)
    page.get_by_label("گذرواژه").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="ورود").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


@pytest.fixture
def uploaded(context: BrowserContext, site: str, tmp_path: Path) -> Page:
    """The water planner's page after the sheet was confirmed."""
    sheet = tmp_path / "fehrest.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page = signed_in(context, site, "water")
    page.goto(site + "/uploads/")
    page.get_by_label("فایل").set_input_files(sheet)
    page.get_by_role("button", name="خواندن و پیش‌نمایش").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("کار خوانده شد")
    expect(page.get_by_text("1405/14/01").locator("visible=true").first).to_be_visible()
    expect(page.get_by_role("heading", name="با چه برخورد می‌کند")).to_be_visible()
    page.get_by_role("button", name="تأیید و ثبت").click()
    expect(page.get_by_role("status").first).to_be_visible()
    return page


def find(page: Page, site: str) -> None:
    """The page of the work that was uploaded, by the list's search."""
    page.goto(f"{site}/works/?when=all")
    page.get_by_label("جست‌وجو در عنوان").fill(SEARCH.replace("ی", "ي"))
    page.get_by_role("button", name="نمایش").click()
    page.get_by_role("link", name=SEARCH).first.click()


def test_a_planner_uploads_edits_and_sees_the_history(uploaded: Page, site: str) -> None:
    page = uploaded
    find(page, site)
    expect(page.get_by_text("بازهٔ ممنوعه").first).to_be_visible()
    page.get_by_role("link", name="ویرایش").click()
    page.get_by_label("روز پایان").fill("۱۴۰۶/۱/۲۵")
    page.get_by_role("button", name="ثبت").click()
    expect(page.get_by_text("۲۵ فروردین ۱۴۰۶").first).to_be_visible()
    expect(page.locator(".hist")).to_contain_text("برنامه‌ریز آب نمایشی")
    expect(page.get_by_role("heading", name="نسخه‌های پیشین")).to_be_visible()


def test_another_agency_sees_place_and_days_and_no_money(
    uploaded: Page, browser: Browser, site: str
) -> None:
    context = browser.new_context(locale="fa-IR")
    page = signed_in(context, site, "gas")
    find(page, site)
    expect(page.locator(".hdr .num")).to_contain_text("۱ اسفند ۱۴۰۵")
    expect(page.get_by_role("link", name="ویرایش")).to_have_count(0)
    expect(page.locator(".hist")).not_to_contain_text("برنامه‌ریز آب نمایشی")
    page.goto(f"{site}/projects/?agency=water")
    page.locator("tbody a.t").first.click()
    expect(page.get_by_text("قرارداد، صورت‌وضعیت و یادداشت‌ها را تنها دستگاه خودش")).to_be_visible()
    context.close()


def test_a_council_member_reads_and_changes_nothing(context: BrowserContext, site: str) -> None:
    page = signed_in(context, site, "council")
    expect(page.get_by_text("سمت شما خواندنی است")).to_be_visible()
    page.goto(f"{site}/works/")
    expect(page.get_by_role("link", name="ثبت کار")).to_have_count(0)
    answer = page.goto(f"{site}/works/new")
    assert answer is not None
    assert answer.status == 403


PLACES = ("/", "/works/", "/overlaps/", "/map/", "/projects/", "/seasons/", "/uploads/", "/help")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="fa-IR")
    page = signed_in(context, site, "water")
    for place in PLACES:
        page.goto(site + place)
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, place
    context.close()


def test_every_page_is_reached_by_keyboard_and_has_its_landmarks(
    context: BrowserContext, site: str
) -> None:
    page = signed_in(context, site, "water")
    for place in (*PLACES, "/works/new"):
        page.goto(site + place)
        for landmark in ("banner", "main", "contentinfo"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        expect(page.locator("h1")).to_have_count(1)
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skip"
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("input:not([type=hidden]),select,textarea")]
                .filter((field) => !field.labels.length && !field.ariaLabel)
                .map((field) => field.name)"""
        )
        assert nameless == [], place


def test_the_front_page_reads_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fa-IR")
    page = signed_in(context, site, "mayor")
    page.goto(f"{site}/map/")
    expect(page.locator("#items a").first).to_be_visible()
    context.close()


def test_the_apis_page_opens_under_the_strict_policy(context: BrowserContext, site: str) -> None:
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto(f"{site}/api/v1/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    assert said == []
