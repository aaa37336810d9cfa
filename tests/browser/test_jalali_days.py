"""A day has the same Jalali name in the browser as on the server: on every day of 161 years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import CHROMIUM

from hamgam.engine.calendars import jalali

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
FIRST, LAST = 1340, 1500
NAMED_IN_BROWSER = """([first, count]) => {
  const writer = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn",
    { year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" });
  const begun = Date.parse(first);
  return Array.from({ length: count }, (_, day) => {
    const parts = writer.formatToParts(begun + day * 86_400_000);
    const part = (type) => Number(parts.find((one) => one.type === type).value);
    return [part("year"), part("month"), part("day")];
  });
}"""


def test_every_day_has_one_name(painter: Browser) -> None:
    begins: date = jalali.year_bounds(FIRST)[0]
    count = (jalali.year_bounds(LAST)[1] - begins).days + 1
    page = painter.new_page()
    told = page.evaluate(NAMED_IN_BROWSER, [begins.isoformat(), count])
    page.close()
    days = [begins + timedelta(days=day) for day in range(count)]
    assert [tuple(name) for name in told] == [jalali.jalali_of(day) for day in days]
