"""No page keeps anybody out: axe over every address, in each language, both themes, three widths.

Each address is looked at with some of the combinations, so that all of them are met and the whole
stays short. Public pages are looked at in test_people.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import CHROMIUM, Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
LANGUAGES, THEMES, WIDTHS = ("fa", "en", "ar"), ("light", "dark"), (320, 768, 1440)
COMBINATIONS = list(itertools.product(LANGUAGES, THEMES, WIDTHS))
LISTS = {"works": "/works/", "overlaps": "/overlaps/", "projects": "/projects/"}
PLACES = (
    "/",
    "/inbox/",
    "/works/?when=all&cols=title&cols=days&cols=depth",
    "/works/new",
    "/overlaps/",
    "/projects/",
    "/agencies/",
    "/agencies/water",
    "/streets/",
    "/seasons/",
    "/uploads/",
    "/help",
    "/story",
    "/search?q=%D8%A7%D9%85%D8%A7%D9%85",
    "/map/",
    "/requests/",
    "/showcase/desk/",
)
NEWER = (
    "/portfolio/",
    "/cases/",
    "/permits/",
    "/meetings/",
    "/term/",
    "/visits/",
    "/follow-up/",
    "/orders/",
    "/promises/",
    "/rules/",
    "/inquiries/",
    "/resolutions/",
    "/policies/",
)
"""The rooms' own lists, each looked at once: they are made of the same furniture."""
SHARES = 5
"""Each combination looks at every fifth place; five is no divisor of the eighteen combinations, so
that each place meets each language, theme and width."""
GRAVE = {"serious", "critical"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def grave(page: Page) -> list[str]:
    """What axe finds that keeps people out, with the first place of each."""
    # Letters on a map's lines have their casing, which axe does not see.
    told = Axe().run(
        page,
        context={"exclude": [["svg"], ["canvas"]]},
        options={"resultTypes": ["violations"], "runOnly": TAGS},
    )
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:160]}"
        for found in told.response["violations"]
        if found["impact"] in GRAVE
    ]


def desks(browser: Browser, site: str, who: str, combination: tuple[str, str, int]) -> Desk:
    language, theme, width = combination
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page as a script of its own
    )
    desk = Desk(context, site)
    desk.speak(language)
    if who:
        desk.sign_in(who)
    return desk


def things(desk: Desk) -> Iterator[str]:
    """One page of each kind of thing, from the lists."""
    for address in LISTS.values():
        page = desk.go(address)
        link = page.locator("tbody a.t").first
        if link.count():
            yield str(link.get_attribute("href"))
    page = desk.go("/streets/")
    yield str(page.locator("tbody a.t").first.get_attribute("href"))


@pytest.mark.parametrize("number", range(len(COMBINATIONS)))
def test_nothing_on_any_page_keeps_anybody_out(
    painter: Browser, city_site: str, number: int
) -> None:
    combination = COMBINATIONS[number]
    desk = desks(painter, city_site, "water", combination)
    told = [*PLACES[number % SHARES :: SHARES], *(things(desk) if number % SHARES == 0 else ())]
    found = {place: faults for place in told if (faults := grave(desk.go(place)))}
    desk.context.close()
    assert found == {}, combination


@pytest.mark.parametrize("who", ["", "mayor", "council", "admin"])
def test_what_each_post_sees_first_keeps_nobody_out(
    painter: Browser, city_site: str, who: str
) -> None:
    desk = desks(painter, city_site, who, ("fa", "dark", 1440))
    found = {p: faults for p in ("/", "/help") if (faults := grave(desk.go(p)))}
    desk.context.close()
    assert found == {}


def test_the_rooms_of_the_house_keep_nobody_out(painter: Browser, city_site: str) -> None:
    desk = desks(painter, city_site, "water", ("en", "dark", 390))
    found = {place: faults for place in NEWER if (faults := grave(desk.go(place)))}
    assert (found, desk.faults) == ({}, [])
    desk.context.close()


def test_a_days_calendar_is_a_named_dialog_that_the_keyboard_walks(
    painter: Browser, city_site: str
) -> None:
    desk = desks(painter, city_site, "water", ("fa", "light", 768))
    page = desk.go("/works/new")
    field = page.locator("input[data-day]").first
    field.fill("۱۴۰۵/۹/۳")
    page.locator(".calendar-open").first.press("Enter")
    page.locator("dialog.calendar [aria-selected=true]").wait_for()
    assert grave(page) == []
    for key in ("ArrowLeft", "ArrowDown", "Enter"):  # to the left is the next day in Persian
        page.keyboard.press(key)
    expect(field).to_have_value("۱۴۰۵/۰۹/۱۱")
    expect(field).to_be_focused()
    assert desk.faults == []
    desk.context.close()


def test_the_palette_is_a_named_dialog_with_a_list(painter: Browser, city_site: str) -> None:
    desk = desks(painter, city_site, "water", ("fa", "light", 1440))
    page = desk.go("/works/")
    page.keyboard.press("Control+KeyK")
    page.locator("#palette-list [role=option]").first.wait_for()
    assert grave(page) == []
    assert desk.faults == []
    desk.context.close()
