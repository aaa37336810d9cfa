"""The workbook that `hamgam tour --template` writes: Persian, right to left, with examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from hamgam.exchange.touring.columns import DELEGATION_HEADERS, SITE_HEADERS

_SITES = (
    (
        "زیرگذر نمونه",
        "بلوار وکیل‌آباد",
        120,
        40,
        "تأسیسات معارض جابه‌جا نشده",
        "معاون عمران؛ آب و فاضلاب",
        60,
        "۸ تا ۱۲",
        "۱۴۰۵/۶/۱",
        "۱۴۰۵/۸/۲۰",
        "",
        91,
        3,
    ),
    (
        "پارک محله‌ای نمونه",
        "خیابان سناباد",
        15,
        70,
        "زمین تحویل نشده",
        "معاون عمران",
        45,
        "",
        "",
        "",
        "بله",
        55,
        0,
    ),
)
_DELEGATIONS = (("معاونت عمران", "معاون عمران؛ آب و فاضلاب", "میدان شهدا", "۷:۳۰ تا ۱۴:۳۰", "", 6),)
_GUIDE = (
    (
        "هر محل یک سطر است. نام و نشانی کافی است؛ هر چه نباشد با پیش‌فرض شهر پر می‌شود "
        "و در برنامه گفته می‌شود."
    ),
    "نشانی: نام خیابان و تقاطع، یا «عرض, طول» جغرافیایی: 36.288, 59.615.",
    (
        "ارزش رفع گره: اگر گره برداشته شود چه اندازه هزینهٔ دیرکرد کمتر می‌شود. "
        "برنامهٔ تکمیل آن را می‌دهد."
    ),
    "چه کسانی باید باشند: آنان که بی‌حضورشان تصمیمی گرفته نمی‌شود، با نقطه‌ویرگول از هم جدا.",
    "هیئت‌ها: برگهٔ دوم. اگر خالی بماند، یک هیئت با همهٔ افراد لازم فرض می‌شود.",
)


def write_template(path: Path) -> None:
    """Write the workbook: a sheet of sites, one of delegations, and one that explains them."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        _write(book, "محل‌ها", list(SITE_HEADERS.values()), _SITES)
        _write(book, "هیئت‌ها", list(DELEGATION_HEADERS.values()), _DELEGATIONS)
        guide = book.add_worksheet("راهنما")
        guide.right_to_left()
        guide.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for row, line in enumerate(_GUIDE):
            guide.write(row, 0, line)
    finally:
        book.close()


def _write(
    book: xlsxwriter.Workbook,
    name: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[str | int]],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    bold = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3F1F1"}
    head = book.add_format(bold)
    sheet.set_column(0, len(headers) - 1, 20)
    for column, header in enumerate(headers):
        sheet.write(0, column, header, head)
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            sheet.write(number, column, cell)
