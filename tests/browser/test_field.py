"""A day of three stops on a phone without a network, by keyboard and by touch; then the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    CDPSession,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from tests.browser import phone as day
from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
STOPS = 3
MOST_SCRIPT = 200_000
"""Bytes of script on the field page; ours are counted as they are, without compression."""
FAR = 400
"""So many steps by Tab are enough to find anything."""


@pytest.fixture(scope="module")
def playing() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def cookies(playing: Playwright, city_site: str) -> list[Any]:
    return day.signed_in(playing, city_site, "deputy")


class Keyboard:
    """Everything by Tab, arrows, Space and Enter."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, mark: str) -> None:
        """Go on by Tab until the focus is there."""
        for _ in range(FAR):
            if self.page.evaluate("mark => document.activeElement?.matches(mark)", mark):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by keyboard to {mark}")

    def press(self, mark: str) -> None:
        self.reach(mark)
        self.page.keyboard.press("Enter")

    def write(self, mark: str, text: str) -> None:
        self.reach(mark)
        self.page.keyboard.insert_text(text)

    def choose(self, mark: str, steps: int) -> None:
        self.reach(mark)
        for _ in range(steps):
            self.page.keyboard.press("ArrowDown")

    def tick(self, mark: str) -> None:
        """A radio of a group: the first by Space, the second by the arrow from it."""
        self.reach(mark.replace("-promised", "-decided"))
        self.page.keyboard.press("Space")
        self.page.keyboard.press("ArrowDown")

    def sign(self, form: str) -> None:
        self.write(f"#{form}-typed", "خودم")


class Touch:
    """Everything by taps; what a finger draws is drawn."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.fingers: CDPSession = page.context.new_cdp_session(page)

    def press(self, mark: str) -> None:
        self.page.locator(mark).tap()

    def write(self, mark: str, text: str) -> None:
        self.page.locator(mark).tap()
        self.page.keyboard.insert_text(text)

    def choose(self, mark: str, steps: int) -> None:
        self.page.locator(mark).select_option(index=steps)

    def tick(self, mark: str) -> None:
        self.page.locator(f"label:has({mark})").tap()

    def sign(self, form: str) -> None:
        canvas = self.page.locator(f"form:has(#{form}-do) canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        spots = [(box["x"] + 20 + 12 * n, box["y"] + 40 + 6 * (n % 3)) for n in range(8)]
        for n, (x, y) in enumerate(spots):
            kind = "touchMove" if n else "touchStart"
            told = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            self.fingers.send("Input.dispatchTouchEvent", told)
        self.fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        # The browser takes a tap at once after a stroke for a part of it.
        self.page.locator(f"form:has(#{form}-do) p").first.tap()


def items(page: Page) -> Locator:
    """What lies on the phone, however far it is."""
    return page.locator("#phone .outbox li")


def hold_meeting(page: Page, hands: Keyboard | Touch, meeting: dict[str, Any]) -> None:
    """Who is there, what each item came to, a photo, a signature, the end."""
    key = meeting["id"]
    hands.press(f"a[href='#{key}']")
    page.locator(f"#people-{key}-open").wait_for()
    hands.press(f"#people-{key}-open")
    form = f"present-{key}"
    hands.write(f"#{form}-name", "س. کاظمی")
    hands.choose(f"#{form}-agency", 1)
    hands.press(f"#{form}-locate")
    page.locator(f"#present-{key}-locate + output:not(:empty)").wait_for()
    if not meeting["place"]:
        hands.write(f"#{form}-reason", "جای پروژه ثبت نیست")
    expect(page.locator(f"#{form}-locate + output")).not_to_have_text("…")
    before = items(page).count()
    hands.press(f"#{form}-do")
    expect(items(page)).to_have_count(before + 1)
    for item in meeting["items"]:
        conclude(page, hands, key, item)
    photograph(page, hands, key)
    hands.press(f"#signatures-{key}-open")
    sign = page.locator(f"[data-key='signatures-{key}'] form [id$=-do]").first
    form = str(sign.get_attribute("id")).removesuffix("-do")
    hands.sign(form)
    hands.press(f"#{form}-do")
    page.locator(f"[data-key='signatures-{key}'].done").wait_for()
    hands.press(f"#close-{key}")
    page.locator(f"#close-{key}").wait_for(state="detached")
    hands.press("#back")
    page.locator(f"a[href='#{key}']").wait_for()


def conclude(page: Page, hands: Keyboard | Touch, key: str, item: dict[str, Any]) -> None:
    number = item["number"]
    form = f"item-{key}-{number}"
    hands.press(f"#agenda-{key}-{number}-open")
    hands.tick(f"#{form}-promised")
    hands.write(f"#{form}-words", "تا مهلت انجام دهد")
    hands.choose(f"#{form}-due", 7)
    hands.write(f"#{form}-proof", "عکس محل")
    hands.press(f"#{form}-do")
    page.locator(f"[data-key='agenda-{key}-{number}'].done").wait_for()


def photograph(page: Page, hands: Keyboard | Touch, key: str) -> None:
    before = items(page).count()
    with page.expect_file_chooser() as chosen:
        if isinstance(hands, Touch):
            hands.press(f"label:has(#{key}-photo)")
        else:
            hands.press(f"#{key}-photo")
    chosen.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": PICTURE})
    expect(items(page)).to_have_count(before + 1)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.mark.parametrize("way", [Keyboard, Touch])
def test_a_day_of_three_stops_offline_reaches_the_office(
    city_site: str,
    tmp_path: Path,
    playing: Playwright,
    cookies: list[Any],
    way: type[Keyboard | Touch],
) -> None:
    with day.phone(playing, tmp_path / "phone", cookies) as context:
        page = context.pages[0]
        keys = day.call_meetings(page, city_site, STOPS)
        day.open_site(page, city_site)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        day.open_site(page, city_site)
        packet = page.request.get(f"{city_site}/api/v1/field/packet").json()
        meetings = [row for row in packet["meetings"] if row["id"] in keys]
        context.set_offline(True)
        page.reload()
        page.wait_for_selector("#phone[data-ready]")
        expect(page.locator("#phone .net.off")).to_be_visible()
        for meeting in meetings:
            if place := meeting["place"]:
                context.set_geolocation(
                    {"longitude": place[0], "latitude": place[1], "accuracy": 8}
                )
            hold_meeting(page, way(page), meeting)
        made = day.lying(page)
        assert len(made) == sum(4 + len(meeting["items"]) for meeting in meetings)
        expect(page.locator("#phone [data-state=here]")).to_have_count(len(made))
        context.set_offline(False)
        day.all_sent(page)
        found = day.received(page, city_site)
        assert {found[key]["state"] for key in made} == {"applied"}
        seen_by_the_office(page, city_site, [meeting["id"] for meeting in meetings])


def seen_by_the_office(page: Page, site: str, meetings: list[str]) -> None:
    """Closed, sealed, on paper, and its promises followed."""
    assert len(meetings) == STOPS
    for key in meetings:
        page.goto(f"{site}/site-meetings/{key}")
        expect(page.locator("#items")).to_contain_text("تا مهلت انجام دهد")
        expect(page.locator("#present")).to_contain_text("س. کاظمی")
        pdf = page.request.get(f"{site}/site-meetings/{key}/minutes.pdf")
        assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
    page.goto(f"{site}/follow-up/")
    expect(page.locator("main")).to_contain_text("تا مهلت انجام دهد")


def test_reports_patrols_and_voice_without_a_network(
    city_site: str, tmp_path: Path, playing: Playwright, cookies: list[Any]
) -> None:
    with day.phone(playing, tmp_path / "phone", cookies) as context:
        page = context.pages[0]
        weights: list[int] = []
        page.on("response", lambda answer: weigh(answer, weights))
        day.open_site(page, city_site)
        assert 0 < sum(weights) <= MOST_SCRIPT
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        context.set_offline(True)
        hands, project = Touch(page), page.locator("#progress-project")
        hands.press("#report-open")
        project.select_option(index=1)
        hands.write("#progress-percent", "64")
        hands.press("#progress-do")
        expect(page.locator("[data-kind=progress][data-state=here]")).to_have_count(1)
        hands.press("#patrols-open")
        hands.write("#patrol-words", "آسفالت نشست کرده است")
        hands.press("#patrol-locate")
        page.locator("#patrol-locate + output:not(:empty)").wait_for()
        hands.press("#patrol-do")
        expect(page.locator("[data-kind=patrol][data-state=here]")).to_have_count(1)
        project.select_option(index=1)
        hands.press("#progress-voice")
        expect(page.locator("#progress-voice + output")).not_to_be_empty()
        hands.press("#progress-voice")
        expect(page.locator("[data-kind=voice][data-state=here]")).to_have_count(1)
        with page.expect_download() as kept:
            hands.press("#export")
        made = day.lying(page)
        carry(page, context_site=city_site, file=Path(kept.value.path()), offline=context)
        day.all_sent(page)
        found = day.received(page, city_site)
        assert {found[key]["state"] for key in made} == {"applied"}
        page.goto(f"{city_site}/site/sightings/")
        expect(page.locator("main")).to_contain_text("آسفالت نشست کرده است")


def weigh(answer: Any, weights: list[int]) -> None:
    if answer.request.resource_type == "script" and answer.ok:
        weights.append(int(answer.headers.get("content-length", 0)) or len(answer.body()))


def carry(page: Page, *, context_site: str, file: Path, offline: Any) -> None:
    """The office takes the phone's file before the phone finds a network."""
    offline.set_offline(False)
    desk = offline.new_page()
    desk.goto(f"{context_site}/site/records/")
    desk.locator("#phone-file").set_input_files(
        {"name": "outbox.json", "mimeType": "application/json", "buffer": file.read_bytes()}
    )
    desk.locator("form[action$=carry] button").click()
    expect(desk.locator("main, .messages, body").first).to_contain_text("فایل گرفته شد")
    desk.close()
