"""How soon the live map stands still, and what its data costs: `python -m benchmarks.speed.site_map
[--works 42000] [--site ADDRESS]`.

Makes the demo's city large enough that some twenty thousand works meet the map's year, serves it,
and opens it in Chromium with a software renderer; or measures a site that is served already. The
peer is the same page with its map taken away: what the browser, the server and the page cost
without any map.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

RUNS = 3
GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
QUIET = ["--no-sandbox", "--no-first-run", "--disable-background-networking", *GL]
YEAR = "from={first}&to={last}"


@contextmanager
def served(works: int) -> Iterator[str]:
    """The demo's site with about so many works, for as long as it is measured."""
    folder = tempfile.mkdtemp(prefix="hamgam-map-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "hamgam", "demo", "--serve", "--scale", str(works)]
    environ = {name: told for name, told in os.environ.items() if not name.startswith("HAMGAM_")}
    with (Path(folder) / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--out", folder, "--port", str(port)], stdout=log, stderr=log, env=environ
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)
            shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5)  # noqa: S310 - a site of our own
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("the site did not start")


def asked(address: str, tag: str = "") -> tuple[float, int, bytes, str]:
    """Milliseconds, packed bytes, the body and its tag; an empty body where nothing changed."""
    headers = {"Accept-Encoding": "gzip", **({"If-None-Match": tag} if tag else {})}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - a site of our own
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            body, tag = answer.read(), answer.headers["ETag"]
    except urllib.error.HTTPError as same:
        body = same.read()
    return (time.perf_counter() - begun) * 1000, len(body), body, tag


def idle_s(page: Page, address: str) -> float:
    """Seconds from asking for the page until the map has painted everything and rests."""
    begun = time.perf_counter()
    page.goto(address)
    page.locator("html.live").wait_for(state="attached", timeout=120_000)
    return time.perf_counter() - begun


def bare_s(browser: Browser, address: str) -> float:
    """The same page without its script."""
    context = browser.new_context(java_script_enabled=False)
    page, begun = context.new_page(), time.perf_counter()
    page.goto(address)
    page.locator("#listed").wait_for(timeout=60_000)
    context.close()
    return time.perf_counter() - begun


def measured(browser: Browser, address: str) -> tuple[float, float]:
    """Median seconds until the first visit rests, and until a visit with everything kept does."""
    first, again = [], []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        first.append(idle_s(page, address))
        again.append(idle_s(page, address))
        context.close()
    return median(first), median(again)


def measure(site: str) -> None:
    cold, packed, body, tag = asked(f"{site}/map/works.json")
    warm = asked(f"{site}/map/works.json")[0]
    same = asked(f"{site}/map/works.json", tag)[0]
    plain = gzip.decompress(body)
    told = json.loads(plain)
    count = len(told["works"]["id"])
    print(f"works in the year: {count:,}; found: {len(told['findings']['id']):,}")
    print(f"data: {len(plain) / 1e6:.2f} MB, {packed / 1e6:.2f} MB packed;", end=" ")
    print(f"made {cold:.0f} ms, kept {warm:.0f} ms, unchanged {same:.0f} ms")
    from datetime import date, timedelta

    first = date.fromisoformat(told["first"])
    year = YEAR.format(first=first, last=first + timedelta(weeks=told["weeks"]) - timedelta(days=1))
    print(f"{'page':34}{'first visit':>13}{'again':>9}")
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for name, address in (
            ("the quarter ahead, whole city", f"{site}/map/"),
            ("all of the year, whole city", f"{site}/map/?{year}"),
            ("all of the year, one quarter", f"{site}/map/?{year}&view=14.5/36.288/59.608"),
        ):
            one, two = measured(browser, address)
            print(f"{name:34}{one:>11.2f} s{two:>7.2f} s")
        bare = median(bare_s(browser, f"{site}/map/") for _ in range(RUNS))
        print(f"{'the page without script':34}{bare:>11.2f} s")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--works", type=int, default=42_000)
    parser.add_argument("--site", default="")
    told = parser.parse_args()
    if told.site:
        measure(told.site)
        return
    with served(told.works) as site:
        measure(site)


if __name__ == "__main__":
    main()
