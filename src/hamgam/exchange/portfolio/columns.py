"""Which column of a portfolio sheet is which: names in Persian and English, near misses
included."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from rapidfuzz import fuzz

from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.amounts import year_of

NEAR_ENOUGH = 82
"""Least similarity (0 to 100) at which a header is taken for a name it nearly is."""


class Column(StrEnum):
    """What a column can tell; the first eight suffice."""

    TITLE = "title"
    AGENCY = "agency"
    PHYSICAL = "physical_percent"
    PAID = "paid_percent"
    REMAINING = "remaining_rials"
    CREDIT = "credits_rials"
    PROMISED = "promised"
    ZONE = "zone"
    REF = "ref"
    PRICE_YEAR = "price_year"
    BENEFIT = "benefit_rials_per_month"
    MONTHS = "remaining_months"
    READY = "ready"
    WAITS_FOR = "waits_for"
    AFTER = "after"
    NEW_START = "is_new_start"
    BEGAN = "began"
    TOTAL = "total_rials"
    YEARS = "years"
    LAND = "land_cleared_percent"
    RELOCATIONS = "undated_relocations"
    STUDY = "study_complete"
    DRAWINGS = "drawings_complete"
    STAGED = "staged_for_seasons"
    COST_P80 = "cost_p80_rials"
    CEILING = "ceiling_rials"
    DECISION = "decision_number"
    DECIDED_ON = "decided_on"
    DECIDED_BY = "decided_by"
    DECIDED_FOR = "decision_reason"


REQUIRED = (Column.TITLE, Column.REMAINING)

HEADERS = {
    Column.TITLE: "پروژه",
    Column.AGENCY: "دستگاه",
    Column.PHYSICAL: "پیشرفت فیزیکی (٪)",
    Column.PAID: "پیشرفت مالی (٪)",
    Column.REMAINING: "هزینهٔ باقی‌مانده (میلیارد ریال)",
    Column.CREDIT: "اعتبار مصوب به تفکیک سال (میلیارد ریال)",
    Column.PROMISED: "تاریخ وعده",
    Column.ZONE: "پهنه",
    Column.REF: "شناسه",
    Column.PRICE_YEAR: "سال پایهٔ قیمت",
    Column.BENEFIT: "فایدهٔ ماهانه برای مردم (میلیارد ریال)",
    Column.MONTHS: "مدت باقی‌مانده (ماه)",
    Column.READY: "آماده از تاریخ",
    Column.WAITS_FOR: "در انتظارِ",
    Column.AFTER: "پس از پروژهٔ",
    Column.NEW_START: "آغاز تازه؟",
    Column.BEGAN: "تاریخ آغاز",
    Column.TOTAL: "هزینهٔ کل (میلیارد ریال)",
    Column.YEARS: "مدت اجرا (سال)",
    Column.LAND: "زمین آزادشده (٪)",
    Column.RELOCATIONS: "جابه‌جایی تأسیسات بی‌تاریخ",
    Column.STUDY: "مطالعات کامل؟",
    Column.DRAWINGS: "نقشه‌ها کامل؟",
    Column.STAGED: "در فصل ممنوع بسته می‌شود؟",
    Column.COST_P80: "هزینه با احتمال ۸۰٪ (میلیارد ریال)",
    Column.CEILING: "سقف هزینه (میلیارد ریال)",
    Column.DECISION: "شمارهٔ تصمیم",
    Column.DECIDED_ON: "تاریخ تصمیم",
    Column.DECIDED_BY: "تصمیم‌گیرنده",
    Column.DECIDED_FOR: "دلیل تصمیم",
}
"""The headers that the template writes."""

_NAMES: dict[Column, tuple[str, ...]] = {
    Column.TITLE: (
        "پروژه",
        "نام پروژه",
        "عنوان پروژه",
        "عنوان",
        "طرح",
        "project",
        "project name",
        "title",
        "name",
    ),
    Column.AGENCY: (
        "دستگاه",
        "دستگاه اجرایی",
        "مجری",
        "کارفرما",
        "سازمان",
        "agency",
        "owner",
        "organisation",
    ),
    Column.PHYSICAL: (
        "پیشرفت فیزیکی",
        "درصد پیشرفت فیزیکی",
        "درصد فیزیکی",
        "physical",
        "physical progress",
    ),
    Column.PAID: (
        "پیشرفت مالی",
        "پیشرفت ریالی",
        "درصد پیشرفت مالی",
        "درصد پرداخت",
        "paid",
        "financial progress",
    ),
    Column.REMAINING: (
        "هزینه باقی مانده",
        "مبلغ باقی مانده",
        "اعتبار مورد نیاز",
        "هزینه تکمیل",
        "باقی مانده",
        "هزینه مانده",
        "مانده هزینه",
        "مبلغ مانده",
        "remaining cost",
        "cost to complete",
        "remaining",
    ),
    Column.CREDIT: (
        "اعتبار",
        "اعتبار مصوب",
        "اعتبار سال",
        "اعتبار مصوب به تفکیک سال",
        "اعتبار به تفکیک سال",
        "credit",
        "credit by year",
        "approved credit",
        "budget",
    ),
    Column.PROMISED: (
        "تاریخ وعده",
        "موعد",
        "موعد وعده",
        "تاریخ تحویل",
        "تاریخ وعده داده شده",
        "تاریخ بهره برداری",
        "پایان وعده",
        "promised",
        "promised date",
        "due",
    ),
    Column.ZONE: (
        "پهنه",
        "منطقه",
        "محدوده",
        "ناحیه",
        "zone",
        "district",
        "area",
    ),
    Column.REF: (
        "شناسه",
        "کد",
        "کد پروژه",
        "ref",
        "id",
        "code",
    ),
    Column.PRICE_YEAR: (
        "سال پایه",
        "سال پایه قیمت",
        "پایه قیمت",
        "سال قیمت",
        "price base",
        "price year",
        "base year",
    ),
    Column.BENEFIT: (
        "فایده ماهانه",
        "فایده ماهانه برای مردم",
        "منفعت ماهانه",
        "benefit",
        "benefit per month",
        "monthly benefit",
    ),
    Column.MONTHS: (
        "مدت باقی مانده",
        "ماه باقی مانده",
        "remaining months",
        "months left",
        "duration",
    ),
    Column.READY: (
        "آماده از تاریخ",
        "تاریخ آمادگی زمین",
        "تحویل زمین",
        "ready",
        "ready date",
        "ready from",
    ),
    Column.WAITS_FOR: (
        "در انتظار",
        "منتظر",
        "مانع",
        "waits for",
        "obstacle",
    ),
    Column.AFTER: (
        "پس از پروژه",
        "پیش نیاز",
        "پس از",
        "after",
        "predecessors",
    ),
    Column.NEW_START: (
        "آغاز تازه",
        "پروژه جدید",
        "شروع جدید",
        "new start",
        "new",
    ),
    Column.BEGAN: ("تاریخ آغاز", "شروع کار", "began", "start date"),
    Column.TOTAL: ("هزینه کل", "برآورد کل", "total cost"),
    Column.YEARS: ("مدت اجرا", "سال های اجرا", "years"),
    Column.LAND: ("زمین آزادشده", "درصد رفع معارض", "land cleared"),
    Column.RELOCATIONS: ("جابه جایی تأسیسات بی تاریخ", "undated relocations"),
    Column.STUDY: ("مطالعات کامل", "study complete"),
    Column.DRAWINGS: ("نقشه ها کامل", "نقشه های اجرایی کامل", "drawings complete"),
    Column.STAGED: ("در فصل ممنوع بسته می شود", "staged for seasons"),
    Column.COST_P80: ("هزینه با احتمال ۸۰", "cost p80"),
    Column.CEILING: ("سقف هزینه", "ceiling"),
    Column.DECISION: ("شماره تصمیم", "شماره مصوبه", "decision number"),
    Column.DECIDED_ON: ("تاریخ تصمیم", "تاریخ مصوبه", "decided on"),
    Column.DECIDED_BY: ("تصمیم گیرنده", "decided by"),
    Column.DECIDED_FOR: ("دلیل تصمیم", "decision reason"),
}


def known_as(header: str) -> Column | None:
    """The column that a header names, by the nearest of its known names; None when none is near."""
    plain = _bare(header)
    best = max(
        (
            (fuzz.ratio(plain, normalise(name)), column)
            for column, names in _NAMES.items()
            for name in names
        ),
        key=lambda found: found[0],
    )
    return best[1] if best[0] >= NEAR_ENOUGH else None


def _bare(header: str) -> str:
    """A header without its unit, its percent sign and its year."""
    plain = (
        normalise(header).replace("?", " ").replace("؟", " ").replace("%", " ").replace("٪", " ")
    )
    plain = plain.split("(")[0]
    year = year_of(plain)
    return " ".join((plain.replace(str(year), " ") if year else plain).split())


def guess(headers: Sequence[str]) -> dict[int, Column]:
    """Which column each position is; only credit may stand in several (one a year).

    Where two headers name one column the nearer position wins.
    """
    found: dict[int, Column] = {}
    for position, header in enumerate(headers):
        column = known_as(header)
        if column is not None and (column is Column.CREDIT or column not in found.values()):
            found[position] = column
    return found
