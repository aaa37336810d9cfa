"""The phone's browser is killed at protocol events: nothing lost, nothing doubled.

The kill follows something that was seen to happen (a transaction's end, a request, an answer),
never the clock. `HAMGAM_FIELD_KILLS=50` tries fifty before a release.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright, Route, sync_playwright
from tests.browser import phone as day
from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
KILLS = int(os.environ.get("HAMGAM_FIELD_KILLS", "3"))
"""How often the browser is killed; 50 before a release."""
RECORDS = "**/api/v1/field/records"
TELL = """(() => {
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (names, mode, ...rest) {
    const turn = begin.call(this, names, mode, ...rest);
    const told = `stored:${[names].flat().join('+')}`;
    if (mode === 'readwrite') turn.addEventListener('complete', () => console.debug(told));
    return turn;
  };
})()"""
"""The page says aloud when a writing transaction has ended."""
PUT = """async ([meeting, names]) => {
  const box = await import('/static/field/outbox.js');
  const made = [];
  for (const name of names) made.push(await box.put({kind: 'presence', subject: meeting,
    body: {name, agency: 'civil', reason: 'ابر', post: '', site_code: ''}}));
  return made.map((item) => item.key);
}"""
SEND = """() => { import('/static/field/outbox.js').then((box) =>
  box.sync(document.querySelector('#phone').dataset.records, async () => {}).catch(() => {})) }"""
PICTURE = """async () => {
  const canvas = new OffscreenCanvas(900, 600);
  canvas.getContext('2d').fillRect(0, 0, 300, 300);
  const blob = await canvas.convertToBlob({type: 'image/jpeg'});
  const files = new DataTransfer();
  for (const n of [1, 2, 3]) files.items.add(new File([blob], `${n}.jpg`, {type: 'image/jpeg'}));
  const input = document.querySelector('#phone .media input[type=file]');
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
}"""


@pytest.fixture(scope="module")
def playing() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


def told(text: str) -> Callable[[object], bool]:
    return lambda said: getattr(said, "text", "") == text


def hold(route: Route) -> None:
    """Nothing goes on: the request stays on its way."""


def save(page: Page, meeting: str, run: int) -> set[str]:
    """Items of which the page said that they are saved: these must never be lost."""
    keys: list[str] = page.evaluate(PUT, [meeting, [f"{run}-{n}" for n in range(3)]])
    return set(keys)


def mid_form(page: Page, meeting: str, run: int) -> set[str]:
    """Half of a form is typed, and kept as a draft."""
    field = page.locator(f"#present-{meeting}-name")
    page.evaluate("document.querySelectorAll('#phone details').forEach((d) => (d.open = true))")
    with page.expect_console_message(told("stored:kept")):
        field.fill(f"نیمه {run}")
    return set()


def mid_photo(page: Page, meeting: str, run: int) -> set[str]:
    """The first of three photos lies in the outbox; the others are still being made small."""
    page.context.route(RECORDS, hold)
    with page.expect_console_message(told("stored:outbox+kept")):
        page.evaluate(PICTURE)
    return set()


def request_on_its_way(page: Page, meeting: str, run: int) -> set[str]:
    """The server has not heard of it."""
    keys = save(page, meeting, run)
    page.context.route(RECORDS, hold)
    with page.expect_request(RECORDS):
        page.evaluate(SEND)
    return keys


def answer_on_its_way(page: Page, meeting: str, run: int) -> set[str]:
    """The server has done it, and the phone has no receipt."""
    keys = save(page, meeting, run)

    def take(route: Route) -> None:
        route.fetch()
        page.evaluate("console.debug('answered')")

    page.context.route(RECORDS, take)
    with page.expect_console_message(told("answered")):
        page.evaluate(SEND)
    return keys


def receipt_stored(page: Page, meeting: str, run: int) -> set[str]:
    """The first receipt is stored; the next item is being sent."""
    keys = save(page, meeting, run)
    with page.expect_console_message(told("stored:outbox+receipts")):
        page.evaluate(SEND)
    return keys


MOMENTS = (mid_form, mid_photo, answer_on_its_way, request_on_its_way, receipt_stored)


def kill(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    with contextlib.suppress(Error):  # the browser is gone: that is what was asked
        session.send("Browser.crash")


def test_a_killed_browser_loses_and_doubles_nothing(
    city_site: str, tmp_path: Path, playing: Playwright
) -> None:
    cookies = day.signed_in(playing, city_site, "deputy")
    profile, sure, meeting = tmp_path / "phone", set[str](), ""
    for run in range(KILLS):
        with day.phone(playing, profile, cookies) as context:
            context.add_init_script(TELL)
            page = context.pages[0]
            meeting = meeting or day.call_meetings(page, city_site, 1)[0]
            day.open_site(page, city_site, meeting)
            assert sure <= set(day.lying(page)), f"lost after kill {run}"
            day.all_sent(page)
            sure |= MOMENTS[run % len(MOMENTS)](page, meeting, run)
            kill(page)
    with day.phone(playing, profile, cookies) as context:
        _look(context.pages[0], city_site, meeting, sure, cookies)


def _look(page: Page, site: str, meeting: str, sure: set[str], cookies: list[Any]) -> None:
    """The draft is there; all that was saved arrived, each once."""
    day.open_site(page, site, meeting)
    last = max(run for run in range(KILLS) if run % len(MOMENTS) == 0)
    assert page.locator(f"#present-{meeting}-name").input_value() == f"نیمه {last}"
    day.all_sent(page)
    found, mine = day.received(page, site), set(day.lying(page))
    assert sure <= mine
    assert {found[key]["state"] for key in mine} == {"applied"}
    assert sum(found[key]["kind"] == "photo" for key in mine) >= sum(
        MOMENTS[run % len(MOMENTS)] is mid_photo for run in range(KILLS)
    )
    there = page.request.get(f"{site}/api/v1/meetings/{meeting}").json()["present"]
    names = [one["name"] for one in there]
    assert len(names) == len(set(names)) == len(sure)
