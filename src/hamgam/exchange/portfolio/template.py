"""The workbook that `hamgam plan --template` writes: Persian, right to left, with three
examples."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from hamgam.exchange.portfolio.columns import HEADERS, Column

EIGHT = tuple(Column)[:8]
OPTIONAL = tuple(Column)[8:]

_EXAMPLES = (
    (
        "تقاطع غیرهمسطح نمونه",
        "شهرداری",
        68,
        55,
        "۱۸۰۰ (۱۴۰۴)",
        "۱۴۰۵: ۶۰۰؛ ۱۴۰۶: ۷۰۰",
        "۱۴۰۶/۶/۳۱",
        "منطقه ۹",
    ),
    (
        "کلکتور فاضلاب نمونه",
        "آب و فاضلاب",
        41,
        38,
        "۹۵۰",
        "۱۴۰۵: ۲۰۰؛ ۱۴۰۶: ۲۵۰",
        "۱۴۰۷/۲/۱۵",
        "منطقه ۳",
    ),
    (
        "پارک محله‌ای نمونه",
        "شهرداری",
        82,
        71,
        "۱۲۰",
        "۱۴۰۵: ۱۲۰",
        "۱۴۰۵/۱۱/۲۲",
        "منطقه ثامن",
    ),
)

_GUIDE = (
    (
        "هر پروژهٔ نیمه‌تمام یک سطر است. همین هشت ستون کافی است؛ هر چه نباشد با پیش‌فرض شهر پر می‌شود "
        "و در برنامه با نشان «فرضی» می‌آید."
    ),
    (
        "هزینهٔ باقی‌مانده: آنچه از امروز تا بهره‌برداری باید خرج شود، بدون بدهی‌های تأییدشدهٔ گذشته. "
        "سال پایهٔ قیمت را در پرانتز بنویسید: ۱۸۰۰ (۱۴۰۴)."
    ),
    (
        "اعتبار مصوب: سال و مبلغ، با نقطه‌ویرگول از هم جدا: ۱۴۰۵: ۶۰۰؛ ۱۴۰۶: ۷۰۰. به جای آن می‌شود "
        "برای هر سال یک ستون گذاشت: «اعتبار ۱۴۰۵ (میلیارد ریال)»."
    ),
    "تاریخ‌ها شمسی نوشته می‌شوند: ۱۴۰۶/۶/۳۱.",
    "ستون‌های خاکستری اختیاری‌اند و برنامه را دقیق‌تر می‌کنند.",
)


def write_template(path: Path, *, with_examples: bool = True) -> None:
    """Write the workbook: a sheet to fill in and a sheet that explains it."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        _write_rows(book, _EXAMPLES if with_examples else ())
        _write_guide(book)
    finally:
        book.close()


def _write_rows(book: xlsxwriter.Workbook, examples: tuple[tuple[object, ...], ...]) -> None:
    sheet = book.add_worksheet("پروژه‌ها")
    sheet.right_to_left()
    bold = {"bold": True, "text_wrap": True, "valign": "top"}
    head = book.add_format({**bold, "bg_color": "#E3F1F1"})
    grey = book.add_format({**bold, "bg_color": "#EEEEEE"})
    for position, column in enumerate((*EIGHT, *OPTIONAL)):
        sheet.write_string(0, position, HEADERS[column], head if column in EIGHT else grey)
        sheet.set_column(position, position, 26 if position in (0, 5) else 16)
    for line, example in enumerate(examples, start=1):
        for position, value in enumerate(example):
            sheet.write(line, position, value)
    sheet.freeze_panes(1, 1)


def _write_guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("راهنما")
    sheet.right_to_left()
    sheet.set_column(0, 0, 110)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for line, text in enumerate(_GUIDE):
        sheet.write_string(line, 0, text, wrap)
