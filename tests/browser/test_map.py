"""The live map in a real browser: what it shows, keeps in its address, draws and saves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import CHROMIUM, Desk

ISLANDS = Path(__file__).parents[2] / "src/hamgam/web/static/islands/manifest.json"
PAINT_MS = 45_000
"""A software renderer on a busy machine."""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.skipif(not ISLANDS.exists(), reason="the islands are not built"),
]
Open = Callable[..., Desk]


@pytest.fixture
def desk(painter: Browser, city_site: str) -> Iterator[Open]:
    """Opens somebody's desk; at the end no page may have said an error or asked a stranger."""
    opened: list[Desk] = []

    def open_desk(who: str = "", language: str = "fa", **about: Any) -> Desk:
        size = about.pop("viewport", {"width": 1280, "height": 900})
        made = Desk(painter.new_context(viewport=size, **about), city_site)
        made.speak(language)
        if who:
            made.sign_in(who)
        opened.append(made)
        return made

    yield open_desk
    for made in opened:
        made.context.close()
    assert [fault for made in opened for fault in made.faults] == []
    assert [address for made in opened for address in made.foreign] == []


def live(page: Page) -> None:
    expect(page.locator("html.live")).to_have_count(1, timeout=PAINT_MS)


def works(desk: Desk) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        desk.context.request.get(f"{desk.site}/map/works.json").text()
    )
    return told


def a_stranger_to(told: dict[str, Any], number: int) -> str:
    """A planner of another agency than the work's own, as an account of the demo."""
    owner = told["agencies"][told["works"]["by"][number]]["key"]
    return "gas" if owner == "water" else "water"


def middle_of(told: dict[str, Any], number: int) -> str:
    """The view over the middle of a work's first leg, as the address has it."""
    x, y, dx, dy = told["works"]["shape"][number][1][:4]
    return f"17/{(y + dy / 2) / 1e6:.6f}/{(x + dx / 2) / 1e6:.6f}"


def a_line(told: dict[str, Any]) -> int:
    """A work that is a line and lies in the weeks ahead."""
    columns = told["works"]
    return next(
        number
        for number, shape in enumerate(columns["shape"])
        if shape[0] == 1
        and columns["begins"][number] <= told["today"] + 5
        and columns["ends"][number] >= told["today"] + 15
        and told["activities"][columns["activity"][number]][0] == "excavation"
    )


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_the_map_comes_alive_in_every_language(desk: Open, language: str) -> None:
    page = desk("mayor", language).go("/map/")
    live(page)
    expect(page.locator("#canvas canvas").first).to_be_visible()
    expect(page.locator("#listed .it").first).to_be_visible()
    assert page.locator("#weeks .col.on").count() >= 12
    assert page.locator("#weeks .b-ban").count() >= 1
    untold = re.compile(r"\{\w+\}|map\.\w+")
    assert not untold.search(page.locator("main").inner_text())


def test_a_work_is_chosen_by_keyboard_and_given_back(desk: Open) -> None:
    page = desk("mayor").go("/map/")
    live(page)
    first = page.locator("#listed .it a").first
    first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("#listed .it a").nth(1)
    expect(second).to_be_focused()
    name = second.inner_text()
    page.keyboard.press("Enter")
    card = page.locator("#card")
    expect(card).to_be_visible()
    expect(card.locator("h2 a")).to_be_focused()
    expect(card.locator("h2")).to_have_text(name)
    expect(page.locator("#listed .it.sel")).to_have_count(1)
    assert "sel=w" in page.url
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert "sel=" not in page.url


def test_the_slider_sifts_by_days_and_the_address_keeps_them(desk: Open) -> None:
    page = desk("mayor").go("/map/")
    live(page)
    before, on = page.locator("#counted").inner_text(), page.locator("#weeks .col.on").count()
    last = page.locator("#last")
    last.focus()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#weeks .col.on")).to_have_count(on - 6)
    expect(page.locator("#counted")).not_to_have_text(before)
    assert re.search(r"[?&]to=\d{4}-\d\d-\d\d", page.url)
    assert last.get_attribute("aria-valuetext")


def test_a_link_shows_the_same_map_again(desk: Open) -> None:
    one = desk("mayor")
    told = works(one)
    number = a_line(told)
    key, agency = told["works"]["id"][number], told["agencies"][told["works"]["by"][number]]["key"]
    view = middle_of(told, number)
    page = one.go(f"/map/?agency={agency}&activity=excavation&view={view}&sel={key}")
    live(page)
    expect(page.locator("#agency")).to_have_value(agency)
    expect(page.locator("#activity")).to_have_value("excavation")
    expect(page.locator("#listed .it.sel")).to_have_attribute("data-id", key)
    expect(page.locator("#card h2")).to_be_visible()
    for part in (f"agency={agency}", "activity=excavation", "view=17.00/", f"sel={key}"):
        assert part in page.url
    page.locator("#folded summary").click() if not page.locator("#clear").is_visible() else None
    page.locator("#clear").click()
    expect(page.locator("#agency")).to_have_value("")


def test_my_street_is_found_in_three_steps(desk: Open) -> None:
    one = desk()
    told = works(one)
    street = told["streets"][told["works"]["street"][a_line(told)]]
    page = one.go("/map/")
    live(page)
    page.locator("#find").fill(street)
    page.keyboard.press("Enter")
    expect(page.locator("#listed .it").first).to_be_visible()
    expect(page.locator("#counted")).not_to_contain_text(str(len(told["works"]["id"])))
    page.locator("#listed .it a").first.click()
    expect(page.locator("#card h2")).to_be_visible()


def test_a_drawing_shows_what_it_would_meet_and_is_saved(desk: Open) -> None:
    told = works(desk())
    number = a_line(told)
    one = desk(a_stranger_to(told, number))
    page = one.go(f"/map/?draw=1&view={middle_of(told, number)}")
    live(page)
    panel = page.locator("#drawing")
    expect(panel).to_have_attribute("data-ready", "1", timeout=PAINT_MS)
    panel.get_by_role("button", name="نقطه", exact=True).click()
    panel.get_by_role("button", name="گذاشتن نقطه در میانهٔ نما").click()
    met = panel.locator("[data-count]")
    expect(met).to_have_attribute("data-count", re.compile(r"[1-9]"), timeout=PAINT_MS)
    expect(met.locator("a").first).to_be_visible()
    panel.get_by_label("عنوان کار").fill("لولهٔ کشیده‌شده")
    panel.get_by_role("button", name="ثبت کار").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("لولهٔ کشیده‌شده")
    expect(page.locator("main")).not_to_contain_text("این کار با چیزی برخورد ندارد")


def test_a_line_is_drawn_by_mouse(desk: Open) -> None:
    one = desk("water")
    told = works(one)
    page = one.go(f"/map/?view={middle_of(told, a_line(told))}")
    live(page)
    page.locator("#draw").click()
    expect(page.locator("#drawing")).to_have_attribute("data-ready", "1", timeout=PAINT_MS)
    box = page.locator("#canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    page.mouse.move(x + 60, y + 30)
    page.mouse.click(x + 90, y + 50)
    page.mouse.click(x + 90, y + 50)
    expect(page.locator("#drawing .num").first).to_contain_text("متر")
    value = page.locator("#drawing input[name=line]").input_value()
    assert value.startswith("LINESTRING")
    page.keyboard.press("Escape")


def test_an_emergency_is_recorded_in_a_minute(desk: Open) -> None:
    page = desk("water").go("/works/emergency")
    live(page)
    page.get_by_role("button", name="گذاشتن نقطه در میانهٔ نما").click()
    page.get_by_label("شکستگی لوله").check()
    page.get_by_role("button", name="ثبت و خبر دادن").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("شکستگی لوله")
    expect(page.get_by_role("status").first).to_contain_text("کار اضطراری ثبت شد")


def test_without_script_the_list_the_picture_and_the_forms_do(desk: Open) -> None:
    page = desk("water", java_script_enabled=False).go("/map/?activity=excavation")
    expect(page.locator("#listed .it a").first).to_be_visible()
    expect(page.locator(".mapbox svg")).to_be_visible()
    page.locator("form#sift button").click()
    expect(page.locator("#activity")).to_have_value("excavation")
    page.goto(page.url.split("/map/")[0] + "/works/emergency")
    page.get_by_label("خیابان و پلاک").fill("خیابان امام رضا")
    page.get_by_role("button", name="ثبت و خبر دادن").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("امام رضا")


@pytest.mark.parametrize("width", [320, 390])
def test_the_map_fits_a_phone(desk: Open, width: int) -> None:
    page = desk("mayor", viewport={"width": width, "height": 800}).go("/map/")
    live(page)
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    expect(page.locator("#listed .it").first).to_be_attached()
