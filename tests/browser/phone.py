"""A phone of the tests: a browser with a profile that outlives it, its owner signed in, and its own
words for the pages of the day at the sites."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    Error,
    Geolocation,
    Page,
    Playwright,
    ViewportSize,
)
from tests.browser.conftest import CHROMIUM, PASSWORD, QUIET

VIEW: ViewportSize = {"width": 390, "height": 844}
PLACE: Geolocation = {"longitude": 59.6, "latitude": 36.29, "accuracy": 9}
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
LYING = """import('/static/field/outbox.js').then(async (box) =>
  [...(await box.waiting()), ...(await box.receipts())].map((row) => row.key))"""
EMPTY = """async () => {
  const box = await import('/static/field/outbox.js');
  for (let tries = 0; tries < 300; tries += 1) {
    if (!(await box.waiting()).length) return true;
    await new Promise((go) => setTimeout(go, 100));
  }
  return false;
}"""


@contextmanager
def phone(playwright: Playwright, profile: Path, cookies: list[Any]) -> Iterator[BrowserContext]:
    """The phone, switched on; where it was killed meanwhile, that is no fault."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        args=[*QUIET, *FAKE],
        viewport=VIEW,
        has_touch=True,
        locale="fa-IR",
        geolocation=PLACE,
        permissions=["geolocation", "microphone"],
    )
    context.add_cookies(cookies)
    try:
        yield context
    finally:
        with contextlib.suppress(Error):
            context.close()


def signed_in(playwright: Playwright, site: str, who: str) -> list[Any]:
    """The cookies of somebody who signed in."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    try:
        context = browser.new_context(locale="fa-IR")
        page = context.new_page()
        page.goto(f"{site}/accounts/login/")
        page.fill("input[name=login]", who)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main form button").first.click()
        page.locator("h1").first.wait_for()
        return [
            {"name": told["name"], "value": told["value"], "url": site}
            for told in context.cookies()
        ]
    finally:
        browser.close()


def open_site(page: Page, site: str, meeting: str = "") -> None:
    """The phone's page, drawn and at rest."""
    page.goto(f"{site}/site/#{meeting}")
    page.wait_for_selector("#phone[data-ready]")


def lying(page: Page) -> list[str]:
    """The keys of the items that are on the phone, sent or not."""
    keys: list[str] = page.evaluate(LYING)
    return keys


def all_sent(page: Page) -> None:
    """Wait until nothing waits on the phone."""
    page.evaluate("dispatchEvent(new Event('online'))")
    assert page.evaluate(EMPTY), "something still waits on the phone"


def received(page: Page, site: str) -> dict[str, dict[str, Any]]:
    """What the server holds of this sender, by key."""
    answer = page.request.get(f"{site}/api/v1/field/records?limit=500")
    return {row["key"]: row for row in answer.json()["items"]}


def call_meetings(page: Page, site: str, count: int) -> list[str]:
    """Meetings called for now, at as many sites with the fewest obstacles: their public ids."""
    rows = page.request.get(f"{site}/api/v1/obstacles?limit=500").json()["items"]
    open_ones = [r["project"] for r in rows if r["cleared"] is None and r["agency"] == "civil"]
    projects = sorted(dict.fromkeys(open_ones), key=open_ones.count)[:count]
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    made = []
    for project in projects:
        told = {
            "project": project,
            "begins": datetime.now(UTC).isoformat(),
            "trigger": "قول گذشته",
        }
        answer = page.request.post(
            f"{site}/api/v1/site-meetings", data=told, headers={"X-CSRFToken": token}
        )
        assert answer.status == 201, answer.text()
        made.append(answer.json()["public_id"])
    return made
