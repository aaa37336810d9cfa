"""The people's side from end to end: the founding story complete, a problem reported without an
account and followed to «confirmed solved», and nobody kept out of any public page."""

from __future__ import annotations

import io
import itertools
import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Geolocation,
    Page,
    expect,
    sync_playwright,
)
from tests.browser.conftest import CHROMIUM, QUIET, Desk
from tests.browser.test_access import GRAVE, TAGS

from hamgam.web.story import SCENES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
HERE = Geolocation(latitude=36.3049, longitude=59.5711, accuracy=12)
PUBLIC = (
    "/showcase/",
    "/showcase/map/",
    "/showcase/embed/",
    "/showcase/streets/",
    "/showcase/streets/imam_reza",
    "/pilgrim/",
    "/requests/",
    "/requests/new",
    "/requests/privacy",
    "/in-step/",
    "/continuity/",
    "/services/",
    "/surveys/",
    "/chain/",
    "/open/",
    "PROJECT",
    "WORK",
    "REPORT",
)
LANGUAGES, THEMES, WIDTHS = ("fa", "en", "ar"), ("light", "dark"), (320, 768, 1440)
FORMS = list(itertools.product(LANGUAGES, THEMES, WIDTHS))
EVERY = bool(os.environ.get("HAMGAM_AXE_ALL"))
"""Every page in every form takes minutes; without it each page is looked at in one form of each
language, other themes and widths for other pages."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Browser]:
    """A browser that cannot paint maps: the pages as they read without."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu", "--disable-3d-apis"]
        )
        yield browser
        browser.close()


def pocket(reader: Browser, site: str, **more: object) -> Desk:
    """Somebody's phone, without an account."""
    context = reader.new_context(
        viewport={"width": 390, "height": 800},
        locale="fa-IR",
        geolocation=HERE,
        permissions=["geolocation"],
        **more,  # type: ignore[arg-type] # options of a context
    )
    desk = Desk(context, site)
    desk.speak("fa")
    return desk


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(kept, "JPEG")
    return kept.getvalue()


def test_every_sentence_of_the_founding_text_has_its_pages(reader: Browser, city_site: str) -> None:
    desk = Desk(reader.new_context(viewport={"width": 1280, "height": 900}), city_site)
    desk.speak("fa")
    desk.sign_in("mayor")
    page = desk.go("/story")
    scenes = page.locator("ol.story > li")
    assert scenes.count() == len(SCENES)
    assert page.locator("ol.story .note").count() == 0, "nothing is awaited"
    links = [
        scene.locator(".row a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        for scene in scenes.all()
    ]
    assert all(links), "every sentence has its page"
    for address in dict.fromkeys(itertools.chain.from_iterable(links)):
        answer = desk.context.request.get(f"{city_site}{address}")
        assert answer.ok, address
        assert "<main" in answer.text(), address
    assert desk.faults == []
    desk.context.close()


def test_a_problem_is_told_without_an_account_and_confirmed_solved(
    reader: Browser, city_site: str
) -> None:
    somebody = pocket(reader, city_site)
    page = somebody.go("/requests/new")
    page.get_by_label("نشت آب یا فاضلاب").check()
    page.get_by_role("button", name="همین‌جا که هستم").click()
    expect(page.locator("#around-told")).to_contain_text("12")
    page.locator("#id_photo").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_role("button", name="بفرستید").click()
    expect(page.get_by_role("heading", name="این نشانی را نگه دارید")).to_be_visible()
    secret = page.url
    number = page.locator("b[dir=ltr]").first.inner_text()
    assert re.fullmatch(r"q-[0-9a-z]{13}", number)

    owner = Desk(reader.new_context(viewport={"width": 1280, "height": 900}), city_site)
    owner.speak("fa")
    owner.sign_in("water")
    desk = owner.go(f"/requests/{number}")
    expect(desk.locator("img.photo")).to_be_visible()
    desk.locator("#words").fill("لوله بسته و کوچه شسته شد")
    desk.get_by_role("button", name="رفع شد", exact=True).click()
    expect(desk.get_by_text("رفع‌شده به گفتهٔ دستگاه").first).to_be_visible()

    page.goto(secret)
    expect(page.get_by_text("لوله بسته و کوچه شسته شد")).to_be_visible()
    page.get_by_role("button", name="بله، رفع شده است").click()
    expect(page.get_by_text("رفع تأییدشده").first).to_be_visible()
    assert somebody.faults == owner.faults == []
    assert somebody.foreign == []
    somebody.context.close()
    owner.context.close()


def test_a_report_needs_no_script_and_its_twin_is_shown(reader: Browser, city_site: str) -> None:
    somebody = pocket(reader, city_site, java_script_enabled=False)
    for _ in range(2):
        page = somebody.go("/requests/new?spot=59.6601,36.2201")
        page.get_by_label("زباله یا نخاله").check()
        page.get_by_role("button", name="بفرستید").click()
    expect(page.get_by_role("heading", name="شاید پیش‌تر گزارش شده باشد")).to_be_visible()
    page.get_by_role("button", name="من هم می‌بینم").first.click()
    expect(page.get_by_text("نفر دیگر هم دیده‌اند.")).to_be_visible()
    somebody.context.close()


def grave(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe finds that keeps people out."""
    told = Axe().run(
        page,
        context={"exclude": [["svg"], ["canvas"]]},
        options={"resultTypes": ["violations"], **rules},
    )
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:160]}"
        for found in told.response["violations"]
        if found["impact"] in GRAVE
    ]


def places(context: BrowserContext, site: str) -> list[str]:
    """The public addresses, with one project, one work and one report of the city."""
    found = {}
    for name, address in (
        ("PROJECT", "/ogc/collections/projects/items?limit=1"),
        ("WORK", "/ogc/collections/works/items?limit=1"),
    ):
        told = context.request.get(f"{site}{address}").json()
        found[name] = told["features"][0]["properties"]["url"].removeprefix(site)
    report = context.request.get(f"{site}/open311/v2/requests.json").json()[0]
    found["REPORT"] = f"/requests/{report['service_request_id']}"
    return [found.get(name, name) for name in PUBLIC]


def forms_of(number: int, language: str) -> list[tuple[str, int]]:
    """Themes and widths in which a page is looked at in a language."""
    mine = [(theme, width) for code, theme, width in FORMS if code == language]
    if EVERY:
        return mine
    return [mine[(number + LANGUAGES.index(language) * 2) % len(mine)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_kept_out_of_a_public_page(
    reader: Browser, city_site: str, language: str
) -> None:
    context = reader.new_context(reduced_motion="reduce", bypass_csp=True)
    desk = Desk(context, city_site)
    desk.speak(language)
    found = {}
    for number, place in enumerate(places(context, city_site)):
        page = desk.go(f"{place}?lang={language}")
        for theme, width in forms_of(number, language):
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 900})
            # What a theme changes is its colours; everything else is looked at in the light.
            is_extra = EVERY and theme == "dark"
            rules = ["color-contrast"] if is_extra else TAGS
            kind = "rule" if is_extra else "tag"
            told = grave(page, {"runOnly": {"type": kind, "values": rules}})
            if told:
                found[place, theme, width] = told
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
    context.close()
    assert found == {}
