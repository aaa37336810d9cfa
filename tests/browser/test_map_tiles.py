"""A base map from a PMTiles file, drawn: the file is written by GDAL and asked for in ranges."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely
from PIL import Image
from playwright.sync_api import Browser, Route, expect
from tests.browser.conftest import CHROMIUM, Desk
from tests.browser.test_map import ISLANDS, PAINT_MS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.skipif(not ISLANDS.exists(), reason="the islands are not built"),
]
LAKE = shapely.box(59.4, 36.1, 59.8, 36.5)
"""A lake where the city stands, which nobody's own layer draws."""


def tiles(file: Path) -> bytes:
    pyogrio.raw.write(
        str(file),
        geometry=np.array([shapely.to_wkb(LAKE)], dtype=object),
        field_data=[np.array(["lake"], dtype=object)],
        fields=np.array(["kind"], dtype=object),
        geometry_type="Polygon",
        crs="EPSG:4326",
        driver="PMTiles",
        layer="water",
        dataset_options={"MINZOOM": "8", "MAXZOOM": "12"},
    )
    return file.read_bytes()


def ranged(content: bytes, asked: list[str]) -> Callable[[Route], None]:
    """A door that gives the bytes a request asks for."""

    def answer(route: Route) -> None:
        told = re.fullmatch(r"bytes=(\d+)-(\d+)", route.request.headers.get("range", ""))
        assert told, route.request.headers
        first, last = int(told[1]), min(int(told[2]), len(content) - 1)
        asked.append(told[0])
        route.fulfill(
            status=206,
            body=content[first : last + 1],
            headers={
                "Content-Range": f"bytes {first}-{last}/{len(content)}",
                "Content-Type": "application/octet-stream",
            },
        )

    return answer


def with_tiles(route: Route) -> None:
    """The page as a site says it that has a base map of its own."""
    answer = route.fetch()
    text = answer.text()
    assert '"tiles": ""' in text
    route.fulfill(response=answer, body=text.replace('"tiles": ""', '"tiles": "/map/base.pmtiles"'))


def test_a_base_map_of_the_citys_own_is_drawn(
    painter: Browser, city_site: str, tmp_path: Path
) -> None:
    context = painter.new_context(viewport={"width": 900, "height": 640}, color_scheme="light")
    desk, asked = Desk(context, city_site), list[str]()
    page = desk.page
    page.route(re.compile(r"/map/base\.pmtiles$"), ranged(tiles(tmp_path / "b.pmtiles"), asked))
    page.route(re.compile(r"/map/(\?.*)?$"), with_tiles)
    desk.go("/map/?view=13/36.29/59.6")
    expect(page.locator("html.live")).to_have_count(1, timeout=PAINT_MS)
    water = page.evaluate(
        "() => { const i = document.createElement('i'); i.style.color = 'var(--hg-lapis-tint)';"
        " document.body.append(i); return getComputedStyle(i).color; }"
    )
    wanted = tuple(int(part) for part in re.findall(r"\d+", water)[:3])
    shot = Image.open(io.BytesIO(page.locator("#canvas").screenshot())).convert("RGB")
    near = np.abs(np.asarray(shot, dtype=int) - np.asarray(wanted)).max(axis=2) <= 2
    assert asked, "the tiles were not asked for"
    assert near.mean() > 0.3
    assert (desk.faults, desk.foreign) == ([], [])
    context.close()
