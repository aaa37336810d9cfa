"""A picture test: a Persian label on the map stands as it stands in the page's text.

The map's renderer shapes and orders the label itself, and mirrors its brackets when the typeface
that is named for the label holds them too; both are young. Were brackets no longer mirrored, this
test goes red, and labels would have to be sent with their brackets turned round.
"""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from tests.browser.conftest import CHROMIUM
from tests.browser.test_map import ISLANDS, live

TURNED = str.maketrans("()[]«»", ")(][»«")
PLACE = (59.6, 36.3)
HALF_DEGREES = 0.0014
Ink = npt.NDArray[np.float64]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.skipif(not ISLANDS.exists(), reason="the islands are not built"),
]


def ground(label: str, kind: str) -> dict[str, Any]:
    """One straight street that runs east, or one named zone, with that label."""
    x, y = PLACE
    line = {"type": "LineString", "coordinates": [[x - HALF_DEGREES, y], [x + HALF_DEGREES, y]]}
    street = {"layer": "street", "key": "one", "rank": 0, "width": 1}
    spot = {"type": "Point", "coordinates": PLACE}
    zone = {"layer": "zone_name", "kind": "shrine_core"}
    place, told = (line, street) if kind == "street" else (spot, zone)
    feature = {"type": "Feature", "geometry": place, "properties": told | {"label": label}}
    return {"type": "FeatureCollection", "features": [feature]}


def ink(picture: bytes) -> Ink:
    """The dark of a picture, cut to where it is and brought to one size."""
    dark = np.asarray(Image.open(io.BytesIO(picture)).convert("L")) < 140
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    assert rows.size, "no label was painted"
    cut = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    shown = Image.fromarray((cut * 255).astype(np.uint8)).resize((240, 40))
    told: Ink = np.asarray(shown).astype(np.float64)
    told -= told.mean()
    return told


def likeness(one: Ink, other: Ink) -> float:
    return float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum()))


def painted(page: Page, site: str, label: str, kind: str) -> Ink:
    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(ground(label, kind)), content_type="application/json")

    page.route("**/map/ground.json", answer)
    x, y = PLACE
    page.goto(f"{site}/map/?from=2099-01-01&to=2099-01-02&view=16/{y}/{x}")
    live(page)
    box = page.locator("#canvas").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    clip = {"x": middle[0] - 200, "y": middle[1] - 30, "width": 400, "height": 60}
    taken: bytes = page.screenshot(clip=clip)  # type: ignore[arg-type] # a FloatRect
    return ink(taken)


def written(page: Page, site: str, name: str) -> Ink:
    """A name as the page's own text."""
    page.goto(f"{site}/help")
    page.evaluate(
        """(name) => {
            const told = document.createElement("p");
            told.id = "told";
            told.textContent = name;
            Object.assign(told.style, {position: "fixed", inset: "0 auto auto 0", zIndex: "99",
                background: "#fff", color: "#16282b", margin: "0", padding: "10px",
                font: "400 14px Vazirmatn"});
            document.body.append(told);
        }""",
        name,
    )
    page.evaluate("() => document.fonts.ready.then(() => true)")
    return ink(page.locator("#told").screenshot())


@pytest.mark.parametrize(
    ("kind", "name"), [("street", "بلوار امام (رضا)"), ("zone", "بلوار «بهشت» [نو]")]
)
def test_brackets_stand_on_the_map_as_in_the_text(
    painter: Browser, city_site: str, kind: str, name: str
) -> None:
    context = painter.new_context(
        viewport={"width": 1280, "height": 900}, device_scale_factor=3, color_scheme="light"
    )
    page = context.new_page()
    text = written(page, city_site, name)
    as_told = likeness(painted(page, city_site, name, kind), text)
    turned = likeness(painted(page, city_site, name.translate(TURNED), kind), text)
    context.close()
    assert as_told > turned + 0.05
    assert as_told > 0.6
