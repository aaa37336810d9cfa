"""The pictures of the READMEs and of docs/, taken from a running site: serve the demo on a port
(`./hamgam demo`), then `python -m benchmarks.pictures http://127.0.0.1:8000`.

Each page is opened as the person whose page it is, in Persian and English, light, 1280 pixels wide,
and written to docs/pictures as WebP of half a page's height.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
PASSWORD = "hamgam-namayesh"  # noqa: S105 - the demo's own, told on every start
GL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
VIEW = {"width": 1280, "height": 800}
PAGES: dict[str, tuple[str, str, str]] = {
    "front": ("mayor", "/", ""),
    "map": ("water", "/map/", ""),
    "case": ("secretary", "/cases/?show=open", r"/cases/h-\w+"),
    "plan": ("mayor", "/plan/", r"/plan/l-\w+"),
    "tour": ("deputy", "/visits/", r"/visits/v-\w+"),
    "public": ("", "/showcase/", ""),
}
"""Who opens which page; with a pattern, the first link of that page that fits it."""
QUALITY = 72
LANGUAGES = ("fa", "en")


def entered(browser: Browser, site: str, person: str, language: str) -> Page:
    """A page of somebody signed in (of nobody when empty) who reads that language."""
    context = browser.new_context(viewport={"width": VIEW["width"], "height": VIEW["height"]})
    page = context.new_page()
    if person:
        page.goto(f"{site}/accounts/login/")
        page.fill("input[name=login]", person)
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")
    for name, value in (("django_language", language), ("hamgam_theme", "light")):
        context.add_cookies([{"name": name, "value": value, "url": site}])
    return page


def take(page: Page, site: str, address: str, pattern: str) -> bytes:
    """The picture of a page, or of the first one it leads to."""
    page.goto(site + address)
    if pattern:
        links = page.locator("main a[href]").evaluate_all("all => all.map(a => a.pathname)")
        page.goto(site + next(link for link in links if re.fullmatch(pattern, link)))
    if address.startswith("/map/"):
        page.locator("html.live").wait_for(state="attached", timeout=120_000)
    return page.screenshot()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    site = parser.parse_args().site.rstrip("/")
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=GL)
        for name, (person, address, pattern) in PAGES.items():
            for language in LANGUAGES:
                page = entered(browser, site, person, language)
                shot = Image.open(io.BytesIO(take(page, site, address, pattern)))
                file = FOLDER / f"{name}-{language}.webp"
                shot.convert("RGB").save(file, quality=QUALITY, method=6)
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
