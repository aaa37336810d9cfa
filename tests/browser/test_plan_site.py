"""Finish, then begin, in a real browser: workbook, portfolio, scenarios, adoption, the council."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import CHROMIUM, Desk
from tests.browser.test_access import LANGUAGES, THEMES, desks, grave

WAIT_MS = 180_000
HEAD = (
    "پروژه,دستگاه,پیشرفت فیزیکی (٪),پیشرفت مالی (٪),هزینهٔ باقی‌مانده (میلیارد ریال),"
    "اعتبار مصوب (میلیارد ریال),تاریخ قول,پهنه"
)
SHEET = (
    f"{HEAD}\n"
    "پل آزمون مرورگر,,68,55,180 (1405),1405: 60؛ 1406: 70,1406/6/31,منطقه ۹\n"
    "ردیف بی‌هزینه,,40,38,,1405: 20,1407/2/15,منطقه ۳\n"
)
PAGES = (
    "/portfolio/",
    "/portfolio/upload",
    "/portfolio/reports",
    "/plan/",
    "/plan/compare",
    "/gate/",
    "/openings/",
    "/mega/",
    "/term/",
)
REASON = "با پول موجود زودتر به کار مردم می‌آید."
LOOKS = list(itertools.product(LANGUAGES, THEMES, (390, 1280)))
SHARES = 1 if os.environ.get("HAMGAM_AXE_ALL") else 7
"""Each look goes to every seventh page: twelve looks meet each page once or twice; all of them with
`HAMGAM_AXE_ALL=1`."""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


def planned(page: Page, site: str, kind: str) -> str:
    """Ask for a scenario and wait until it is found; its address."""
    page.goto(f"{site}/plan/")
    page.select_option("#kind", kind)
    page.fill("#seconds", "۲")
    page.click("#ask button.btn-primary")
    page.wait_for_url(re.compile("/plan/l-"))
    expect(page.locator("#plan")).to_be_visible(timeout=WAIT_MS)
    return page.url


def desk_of(browser: Browser, site: str, who: str) -> Desk:
    desk = Desk(browser.new_context(viewport={"width": 1280, "height": 900}), site)
    desk.speak("fa")
    desk.sign_in(who)
    return desk


def test_from_the_workbook_to_the_councils_page(
    painter: Browser, city_site: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "fehrest.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    deputy = desk_of(painter, city_site, "deputy")
    page = deputy.go("/portfolio/upload")
    page.set_input_files("#file", sheet)
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("پل آزمون مرورگر")
    expect(page.locator("main")).to_contain_text("سطر خوانده نشد")
    page.click("main form button.btn-primary")
    page.wait_for_url(f"{city_site}/portfolio/")
    page.goto(f"{city_site}/portfolio/?q=آزمون+مرورگر&what=open")
    expect(page.locator("tbody a.t")).to_have_count(1)
    planned(page, city_site, "less")
    address = planned(page, city_site, "base")
    assert page.locator("nav.seg a").count() >= 2, "scenarios stand side by side"
    page.goto(f"{city_site}/plan/")
    page.get_by_role("button", name="کنار هم ببینید").click()
    page.wait_for_url(re.compile("/plan/compare"))
    assert page.locator("thead th").count() >= 3
    assert page.locator("tbody tr.moved").count() >= 1, "less credit moves a project"
    page.goto(address)
    options = page.locator("#a option")
    first, second = (str(options.nth(at).get_attribute("value")) for at in (0, 1))
    page.select_option("#a", first)
    page.select_option("#b", second)
    page.click("#why button.btn-outline-primary")
    assert page.locator("#why .answer li").count() >= 2, "why this before that, in words"
    page.goto(f"{address}/adopt")
    page.fill("#reason", REASON)
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text(REASON)
    council = desk_of(painter, city_site, "council")
    reader = council.go("/plan/")
    expect(reader.locator("main")).to_contain_text(REASON)
    paper = council.context.request.get(f"{city_site}/term/council.pdf")
    assert paper.body().startswith(b"%PDF")
    assert deputy.faults == council.faults == []
    for desk in (deputy, council):
        desk.context.close()


def told_pages(page: Page, site: str) -> list[str]:
    """Every page of the plan: the lists, a plan with its adoption, a project with its parts."""
    page.goto(f"{site}/plan/")
    plan = page.locator('main a[href^="/plan/l-"]').first.get_attribute("href")
    project = page.locator('main a[href^="/projects/k-"]').first.get_attribute("href")
    of_project = [f"{project}{part}" for part in ("", "/estimate", "/tasks")]
    return [*PAGES, f"{plan}", f"{plan}/adopt", *of_project]


@pytest.mark.parametrize("number", range(len(LOOKS)))
def test_no_page_of_the_plan_keeps_anybody_out(
    painter: Browser, city_site: str, number: int
) -> None:
    desk = desks(painter, city_site, "mayor", LOOKS[number])
    page, found = desk.page, {}
    for place in told_pages(page, city_site)[number % SHARES :: SHARES]:
        answer = page.goto(city_site + place)
        assert answer is not None
        assert answer.ok, place
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults = grave(page) + ([f"{wide} px too wide"] if wide > 0 else [])
        if faults:
            found[place] = faults
    desk.context.close()
    assert found == {}, LOOKS[number]
