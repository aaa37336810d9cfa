"""Two people in two browsers settle an overlap; the list of actions of each is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET, Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
MOST_ACTIONS = 5


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Counted:
    """A person's page that counts what he does on it."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def does(self, role: str, name: str | re.Pattern[str]) -> None:
        """Click one thing, by what it is and says."""
        self.page.locator("main").get_by_role(role, name=name).first.click()  # type: ignore[arg-type] # a role
        self.page.wait_for_load_state()
        self.actions += 1


def red_dot(page: Page, site: str, number: int) -> str:
    """A new trench of water's in the days and the place of the so-manieth work ahead of the civil
    deputyship; the address of their overlap. An agreement moves a work, so each test has its
    own."""
    asked = page.request.get(f"{site}/api/v1/works?agency=civil&limit=500").json()["items"]
    soon = (date.today() + timedelta(days=40)).isoformat()  # noqa: DTZ011 - the city's day will do
    civil = [
        work
        for work in asked
        if work["geometry"] and work["kind"] == "work" and (work["begins"] or "") > soon
    ][number]
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    body = {
        "agency": "water",
        "title": "لولهٔ آزمون",
        "activity": "excavation",
        "stage": "planned",
        "impact": "important",
        "geometry": civil["geometry"],
        "begins": civil["begins"],
        "ends": civil["ends"],
        "street": civil["street"],
    }
    headers = {"X-CSRFToken": token, "Referer": site}
    made = page.request.post(f"{site}/api/v1/works", data=body, headers=headers)
    assert made.status == 201, made.text()
    work = made.json()["public_id"]
    found = page.request.get(f"{site}/api/v1/findings?work={work}&kind=collision").json()["items"]
    pair = {work, civil["public_id"]}
    identity = next(f["identity"] for f in found if {f["a"], f["b"]} == pair)
    return f"{site}/overlaps/{identity}"


def person(browser: Browser, site: str, who: str) -> Counted:
    """Somebody signed in, in a browser of his own."""
    desk = Desk(browser.new_context(locale="fa-IR"), site)
    desk.speak("fa")
    desk.sign_in(who)
    return Counted(desk.page)


def test_a_red_dot_becomes_an_agreement_in_five_actions_each(
    browser: Browser, city_site: str
) -> None:
    water = person(browser, city_site, "water")
    water.page.goto(red_dot(water.page, city_site, 0))
    water.does("button", "گشودن پرونده و دیدن راه‌ها")
    case = water.page.url
    expect(water.page.get_by_role("heading", name="راه‌ها، با یک ترازو")).to_be_visible()
    water.does("button", re.compile("پیشنهاد و امضای گزینهٔ"))
    deputy = person(browser, city_site, "deputy")
    deputy.page.goto(case)
    deputy.does("button", re.compile("^امضای گزینهٔ"))
    expect(deputy.page.get_by_text("توافق اولیه").first).to_be_visible()
    for who, number in ((deputy, "۲۲۰/۱"), (water, "۳۱۸/۲")):
        who.page.goto(case)
        who.page.get_by_label("شمارهٔ نامه (اندیکاتور)").fill(number)
        who.does("button", "ثبت نامه")
    expect(water.page.get_by_text("الزام‌آور", exact=True).first).to_be_visible()
    assert water.actions <= MOST_ACTIONS
    assert deputy.actions <= MOST_ACTIONS


def at_the_governor(page: Page, site: str) -> str:
    """The address of a case that water opened and that nobody settled on the rungs below."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": site}
    finding = red_dot(page, site, 1).rpartition("/")[2]
    made = page.request.post(f"{site}/api/v1/cases", data={"finding": finding}, headers=headers)
    assert made.status == 201, made.text()
    case = made.json()["public_id"]
    for _ in range(4):
        body = {"words": "بی‌نتیجه"}
        up = page.request.post(f"{site}/api/v1/cases/{case}/up", data=body, headers=headers)
        assert up.ok, up.text()
    return f"{site}/cases/{case}"


def test_a_third_convenes_and_records_what_the_competent_body_decided(
    browser: Browser, city_site: str
) -> None:
    case = at_the_governor(person(browser, city_site, "water").page, city_site)
    governor = person(browser, city_site, "governor")
    governor.page.goto(case)
    governor.page.locator("summary", has_text="فراخواندن نشست").click()
    sitting = governor.page.locator("form[action$='/convene']")
    soon = date.today() + timedelta(days=6)  # noqa: DTZ011 - the city's day will do
    sitting.locator("[name=on]").fill(soon.isoformat())
    sitting.locator("button").click()
    form = governor.page.locator("form[action$='/decide']")
    form.locator("[name=option]").select_option(index=1)
    form.locator("[name=words]").fill("کمیسیون گزینهٔ یک را تصویب کرد.")
    form.locator("[name=number]").fill("۵۵/۹۸۷")
    form.locator("[name=on]").fill("۱۴۰۵/۹/۳")
    form.locator("button").click()
    expect(governor.page.get_by_text("الزام‌آور", exact=True).first).to_be_visible()
