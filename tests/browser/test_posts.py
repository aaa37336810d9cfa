"""Front pages, inbox, story and readiness in a real browser: seen, walked, worked by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET, Desk

from hamgam.web.demo import ACCOUNTS
from hamgam.web.story import SCENES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
PLACES = ("/", "/inbox/", "/story", "/seasons/readiness/", "/rules/", "/rules/notice", "/promises/")


@pytest.fixture(scope="module")
def reader() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def desk_of(
    reader: Browser, site: str, who: str, *, width: int = 1280, script: bool = True
) -> Desk:
    context = reader.new_context(
        viewport={"width": width, "height": 900}, locale="fa-IR", java_script_enabled=script
    )
    desk = Desk(context, site)
    desk.sign_in(who)
    return desk


def test_every_account_of_the_demo_has_a_front_page_of_its_own(
    reader: Browser, city_site: str
) -> None:
    titles = {}
    for who in ACCOUNTS:
        desk = desk_of(reader, city_site, who, width=390)
        page = desk.go("/")
        titles[who] = page.locator("h1").inner_text()
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, who
        assert desk.faults == [], who
        desk.context.close()
    alike = {who: told for who, told in titles.items() if list(titles.values()).count(told) > 1}
    assert set(alike) <= {"water", "gas"}, "two planners may have as many overlaps"


def test_the_mayor_sees_decisions_promises_and_the_next_visit(
    reader: Browser, city_site: str
) -> None:
    desk = desk_of(reader, city_site, "mayor")
    page = desk.go("/")
    expect(page.locator("h1")).to_contain_text("تصمیم با شماست")
    assert 1 <= page.locator("article.dec").count() <= 3
    expect(page.get_by_role("heading", name="سه قول لغزان")).to_be_visible()
    assert page.locator(".slipline").count() == 3
    expect(page.get_by_role("heading", name="بازدید بعدی")).to_be_visible()
    desk.context.close()


def test_an_item_is_opened_handed_on_and_kept_in_sight_by_keyboard_alone(
    reader: Browser, city_site: str
) -> None:
    desk = desk_of(reader, city_site, "secretary")
    page = desk.go("/inbox/")
    before = page.locator("[data-item]").count()
    assert before >= 2
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-item]").first
    expect(first).to_be_focused()
    page.keyboard.press("o")
    field = page.locator("[data-item]").first.locator("details[open] input:not([type=hidden])")
    if field.count():
        page.keyboard.type("jk or")
        expect(field.first).to_have_value("jk or")
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    expect(first.locator("details[open]")).to_have_count(0)
    page.keyboard.press("r")
    to = first.locator("select[name=to]")
    expect(to).to_be_focused()
    to.select_option("governorate")
    page.keyboard.press("Tab")
    page.keyboard.type("با شماست")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("ارجاع‌داده‌ها")
    assert page.locator("[data-item]").count() == before - 1
    page.goto(f"{city_site}/inbox/?box=referred")
    expect(page.locator(".chain").first).to_contain_text("با شماست")
    assert desk.faults == []
    desk.context.close()


def test_the_walk_leads_through_every_scene_without_script(reader: Browser, city_site: str) -> None:
    desk = desk_of(reader, city_site, "mayor", script=False)
    page = desk.go("/story")
    page.get_by_role("link", name="گشت را آغاز کنید").click()
    seen = []
    for number in range(1, len(SCENES) + 1):
        walk = page.locator(".walk")
        expect(walk).to_be_visible()
        seen.append(walk.locator("b").first.inner_text())
        if number < len(SCENES):
            walk.get_by_role("link", name="صحنهٔ بعد").click()
    assert len(set(seen)) == len(SCENES)
    page.locator(".walk").get_by_role("link", name="صحنهٔ پیش").click()
    page.locator(".walk").get_by_role("link", name="پایان گشت").click()
    expect(page.locator(".walk")).to_have_count(0)
    desk.context.close()


def test_other_numbers_of_a_rule_are_tried_and_nothing_changes(
    reader: Browser, city_site: str
) -> None:
    desk = desk_of(reader, city_site, "secretary")
    page = desk.go("/rules/notice")
    page.get_by_label("مهلت اعلام").fill("۲۵")
    page.get_by_role("button", name="آزمودن روی دفتر امروز").click()
    expect(page.locator("h1")).to_contain_text("پیدا")
    expect(page.get_by_text("پذیرفتن قاعده با شهردار است")).to_be_visible()
    page.goto(f"{city_site}/rules/notice")
    expect(page.get_by_label("مهلت اعلام")).to_have_value("۱۰")
    assert desk.faults == []
    desk.context.close()


@pytest.mark.parametrize(("language", "scheme"), [("fa", "light"), ("en", "dark"), ("ar", "light")])
def test_axe_finds_nothing_serious(
    reader: Browser, city_site: str, language: str, scheme: str
) -> None:
    desk = desk_of(reader, city_site, "mayor")
    desk.speak(language)
    desk.context.add_cookies([{"name": "hamgam_theme", "value": scheme, "url": city_site}])
    found = []
    for place in PLACES:
        page = desk.go(place)
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in {"serious", "critical"}:
                found.append((place, fault["id"], fault["nodes"][0]["html"][:120]))
    assert found == []
    desk.context.close()
