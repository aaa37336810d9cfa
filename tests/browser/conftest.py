"""What browser tests share: the demo's site, a browser, people signed in, and what must not happen
on a page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = (
    None
    if os.environ.get("HAMGAM_BROWSER") == "off"
    else shutil.which("chromium") or shutil.which("chromium-browser")
)
"""None skips every test of pages in a browser: where there is none, and where they run later."""
if CHROMIUM is None and os.environ.get("HAMGAM_REQUIRE_BROWSER"):
    raise RuntimeError("the pages must be opened, and no Chromium was found")
QUIET = [
    *("--no-sandbox", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
SOFTWARE_GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PASSWORD = "hamgam-namayesh"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def is_up(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers before it ends; asks until it does either."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except OSError:
            try:
                server.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
    return False


@pytest.fixture(scope="session")
def city_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's site with a small city, on the database of DATABASE_URL where one is named;
    `HAMGAM_TEST_SITE` names a site that is served already."""
    if known := os.environ.get("HAMGAM_TEST_SITE"):
        yield known
        return
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    command = [sys.executable, "-m", "hamgam", "demo", "--serve", "--scale", "150"]
    command += ["--out", str(folder), "--port", str(port)]
    if os.environ.get("DATABASE_URL"):
        command = [sys.executable, "-m", "tests.browser.city_on", str(folder), str(port)]
    kept = {"HAMGAM_TEST_CITY"}
    environ = {k: v for k, v in os.environ.items() if k in kept or not k.startswith("HAMGAM_")}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environ)
        try:
            assert is_up(f"http://127.0.0.1:{port}", server), (folder / "log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server; at once where a busy machine keeps it from ending by itself."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)


@pytest.fixture(scope="module")
def painter() -> Iterator[Browser]:
    """A browser that paints maps in software."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *SOFTWARE_GL])
        yield browser
        browser.close()


class Desk:
    """Somebody's page of the site, and everything that went wrong on it."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.foreign: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.faults.append(text)

    def _asked(self, address: str) -> None:
        if not address.startswith((self.site, "blob:", "data:")):
            self.foreign.append(address)

    def speak(self, language: str) -> None:
        """Read the site in a language from now on."""
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site}])

    def sign_in(self, who: str) -> None:
        self.page.goto(f"{self.site}/accounts/login/")
        self.page.locator("input[name=login]").fill(who)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page
