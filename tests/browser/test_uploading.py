"""A planner's season in a browser: file, columns, map and calendar, overlaps, confirmed, seen by
others, taken back; on SQLite, and on PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import CHROMIUM, Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
TITLE = "لولهٔ سنجش بارگذاری"
SHEET = (
    "کد,شرح کار,نوع,آغاز عملیات,پایان عملیات,خیابان\n"
    f"Q1,{TITLE},حفاری,۱۴۰۵/۱۲/۱,۲۰ فروردین ۱۴۰۶,خیابان امام رضا\n"
    "Q2,انشعاب بی‌نشان,حفاری,1405/12/05,1405/12/20,کوچهٔ ناشناخته\n"
    "Q3,ردیف بدتاریخ,حفاری,1405/14/01,1405/12/20,خیابان امام رضا\n"
)


@pytest.fixture
def desk(painter: Browser, city_site: str) -> Iterator[Desk]:
    context = painter.new_context(
        viewport={"width": 1280, "height": 900}, locale="fa-IR", accept_downloads=True
    )
    made = Desk(context, city_site)
    yield made
    context.close()


def send(desk: Desk, folder: Path) -> None:
    """The preview of the sheet, by the form."""
    sheet = folder / "fehrest.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page = desk.go("/uploads/")
    page.locator("#file").set_input_files(sheet)
    page.locator("#upload .btn-primary").click()
    page.wait_for_url("**/uploads/waiting/*")


def test_from_a_file_to_the_map_and_back(desk: Desk, tmp_path: Path) -> None:
    desk.sign_in("water")
    send(desk, tmp_path)
    page = desk.page
    expect(page.locator("#faults")).to_contain_text("1405/14/01")
    expect(page.locator("#columns summary")).to_be_visible()
    expect(page.get_by_text("بازهٔ ممنوعه").first).to_be_visible()
    expect(page.locator("svg.tl .bar-.new").first).to_be_attached()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("خطا")).click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    # Two clicks: the row, then its street.
    page.locator("#tray .it").first.click()
    page.locator("#tray-map path.pick").first.dispatch_event("click")
    expect(page.locator("#tray")).to_have_count(0)
    page.get_by_role("button", name="تأیید و ثبت").click()
    expect(page.get_by_role("status").first).to_contain_text("۳")
    page.keyboard.press("Control+KeyK")
    page.keyboard.insert_text(TITLE.replace("ی", "ي"))
    option = page.locator("#palette-list [role=option]", has_text=TITLE).first
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/works/w-*")
    expect(page.locator(".bare a[href*='/overlaps/']").first).to_be_visible()
    page.locator(".bare a[href*='/overlaps/']").first.click()
    expect(page.locator("svg.tl").first).to_be_visible()
    desk.go("/map/")
    expect(page.locator("main")).to_be_visible()
    again = desk.go("/uploads/")
    again.get_by_role("button", name="برگرداندن").first.click()
    expect(again.get_by_role("status").first).to_contain_text("برگردانده شد")
    assert desk.faults == []
    assert desk.foreign == []


def test_columns_are_changed_and_the_file_given_up(desk: Desk, tmp_path: Path) -> None:
    desk.sign_in("gas")
    send(desk, tmp_path)
    page = desk.page
    page.locator("#columns summary").click()
    page.locator("#columns select").nth(1).select_option("")
    page.locator("#columns button").click()
    expect(page.locator("#columns details")).to_have_attribute("open", "")
    expect(page.locator("#columns select").nth(1)).to_have_value("")
    page.get_by_role("button", name="این فایل را کنار بگذار").click()
    expect(page.get_by_role("status").first).to_contain_text("چیزی ثبت نشده بود")


def test_a_view_is_kept_and_a_list_taken_away(desk: Desk) -> None:
    desk.sign_in("water")
    page = desk.go("/works/?when=all&activity=excavation")
    page.locator("summary", has_text="نگه داشتن همین نما").click()
    page.get_by_label("نام نما").fill("حفاری‌ها")
    page.locator("form[action='/views/save'] button").click()
    expect(page.locator(".saved a", has_text="حفاری‌ها")).to_be_visible()
    page.locator("summary", has_text="بردن این فهرست").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="اکسل", exact=True).click()
    assert taken.value.suggested_filename == "works.xlsx"
    page.get_by_role("button", name=re.compile("پاک کردن نمای")).click()
    expect(page.locator(".saved")).to_have_count(0)


def test_all_of_it_reads_and_works_without_script(
    painter: Browser, city_site: str, tmp_path: Path
) -> None:
    context = painter.new_context(java_script_enabled=False, locale="fa-IR")
    desk = Desk(context, city_site)
    desk.sign_in("water")
    send(desk, tmp_path)
    page = desk.page
    page.locator("#tray input[type=radio]").first.check()
    page.locator("#tray-street").select_option(index=3)
    page.locator("#tray button").click()
    expect(page.locator("#tray")).to_have_count(0)
    page.locator("a.find").click()
    page.locator("main input[type=search]").fill("امام رضا")
    page.locator("main button").first.click()
    expect(page.locator(".hits a").first).to_be_visible()
    context.close()
