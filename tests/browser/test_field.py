"""A day at the site on a phone: offline, killed, synced; nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    BrowserContext,
    Error,
    Geolocation,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)
from tests.browser.conftest import CHROMIUM, PASSWORD, QUIET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
KILLS = int(os.environ.get("HAMGAM_FIELD_KILLS", "0"))
"""Kills at chance moments follow the clock, so that a busy machine can fail them: on request."""
"""How often the browser is killed; 50 before a release."""
PHONE: ViewportSize = {"width": 390, "height": 844}
PLACE: Geolocation = {"longitude": 59.6, "latitude": 36.29, "accuracy": 9}


@contextmanager
def phone(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser with a profile that outlives it, as a phone's does."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        args=QUIET,
        viewport=PHONE,
        has_touch=True,
        locale="fa-IR",
        geolocation=PLACE,
        permissions=["geolocation"],
    )
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", "deputy")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def open_site(page: Page, site: str, meeting: str = "") -> None:
    page.goto(f"{site}/site/#{meeting}")
    page.wait_for_selector("#phone[data-ready]")


def first_meeting(page: Page) -> str:
    href = page.locator("#phone ol a[href^='#']").first.get_attribute("href")
    assert href
    return href.removeprefix("#")


def note(page: Page, name: str) -> None:
    """Somebody is there: written down as a thumb would, and saved on the phone."""
    page.evaluate("name => document.querySelector('#phone details').open = true", name)
    form = page.locator("#phone details form").first
    form.locator("[name=name]").fill(name)
    form.locator("[name=agency]").select_option("civil")
    form.locator("[name=reason]").fill("ابر")
    form.locator("button.btn-primary").click()


def lying(page: Page) -> list[str]:
    """The keys of the items that are on the phone, sent or not."""
    keys: list[str] = page.evaluate(_LYING)
    return keys


def received(page: Page, site: str) -> dict[str, Any]:
    """What the server holds of this sender, by key."""
    answer = page.request.get(f"{site}/api/v1/field/records?limit=500")
    return {row["key"]: row for row in answer.json()["items"]}


def test_a_day_offline_arrives_whole(city_site: str, tmp_path: Path) -> None:
    with sync_playwright() as playwright, phone(playwright, tmp_path / "phone") as context:
        page = context.pages[0]
        sign_in(page, city_site)
        open_site(page, city_site)
        meeting = first_meeting(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        open_site(page, city_site, meeting)
        context.set_offline(True)
        page.reload()
        page.wait_for_selector("#phone[data-ready]")
        expect(page.locator("#phone .net.off")).to_be_visible()
        note(page, "نخست")
        expect(page.locator("#phone .outbox li")).to_have_count(1)
        note(page, "دوم")
        expect(page.locator("#phone [data-state=here]")).to_have_count(2)
        keys = lying(page)
        context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("#phone [data-state=here]")).to_have_count(0, timeout=15_000)
        found = received(page, city_site)
        assert {found[key]["state"] for key in keys} == {"applied"}


@pytest.mark.parametrize("run", range(KILLS))
def test_a_killed_browser_loses_nothing(city_site: str, tmp_path: Path, run: int) -> None:
    """Killed at a moment nobody chose: while an item is written, while it is sent, between."""
    dice = random.Random(run)
    profile, sure = tmp_path / "phone", set()
    with sync_playwright() as playwright:
        with phone(playwright, profile) as context:
            page = context.pages[0]
            sign_in(page, city_site)
            open_site(page, city_site)
            meeting = first_meeting(page)
            sure |= _write(page, meeting, dice.randint(3, 8))
            page.evaluate(_STORM, [meeting, run])
            page.wait_for_timeout(dice.randint(10, 900))
            session = context.new_cdp_session(page)
            with _swallowed():
                session.send("Browser.crash")
        with phone(playwright, profile) as context:
            page = context.pages[0]
            sign_in(page, city_site)
            open_site(page, city_site)
            page.wait_for_function(_EMPTY, timeout=20_000)
            found = received(page, city_site)
            assert sure <= set(lying(page)) == set(lying(page)) & set(found)


@contextmanager
def _swallowed() -> Iterator[None]:
    try:
        yield
    except Error:
        return  # the browser is gone: that is what was asked


_LYING = """import('/static/field/outbox.js').then(async (box) =>
  [...(await box.waiting()), ...(await box.receipts())].map((row) => row.key))"""
_EMPTY = """import('/static/field/outbox.js').then(async (box) =>
  !(await box.waiting()).length)"""
_PUT = """async ([meeting, name]) => {
  const box = await import('/static/field/outbox.js');
  const item = await box.put({kind: 'presence', subject: meeting,
    body: {name, agency: 'civil', reason: 'ابر', post: '', site_code: ''}});
  return item.key;
}"""
_STORM = """([meeting, run]) => {
  import('/static/field/outbox.js').then(async (box) => {
    const root = document.querySelector('#phone');
    for (let n = 0; n < 200; n += 1) {
      await box.put({kind: 'presence', subject: meeting,
        body: {name: `${run}-${n}`, agency: 'civil', reason: 'ابر', post: '', site_code: ''}});
      box.sync(root.dataset.records, async () => {}).catch(() => {});
    }
  });
}"""


def _write(page: Page, meeting: str, count: int) -> set[str]:
    """Items whose saving was told to the user: these must never be lost."""
    return {page.evaluate(_PUT, [meeting, f"پیش-{n}"]) for n in range(count)}
