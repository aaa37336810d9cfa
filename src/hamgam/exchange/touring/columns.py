"""Which column of the week's sheets is which: names in Persian, English and Arabic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import fuzz

from hamgam.exchange.persian import normalise

NEAR_ENOUGH = 85
"""Least similarity (0 to 100) at which a header is taken for a name it nearly is."""


class SiteColumn(StrEnum):
    """What a column of the sites can tell; the first three suffice."""

    TITLE = "title"
    PLACE = "place"
    REMOVAL = "removal_rials"
    CHANCE = "chance"
    OBSTACLE = "obstacle"
    NEEDS = "needs"
    STAY = "stay_minutes"
    OPEN = "open"
    VERIFIED = "verified"
    VISITED = "visited"
    PROMISED = "is_promised"
    COMPLETE = "complete"
    COMPLAINTS = "complaints"


class DelegationColumn(StrEnum):
    """What a column of the delegations can tell; the name suffices."""

    NAME = "name"
    POSTS = "posts"
    START = "start"
    HOURS = "hours"
    DAYS = "days"
    MOST = "most_stops"


C = TypeVar("C", SiteColumn, DelegationColumn)

SITE_HEADERS: Mapping[SiteColumn, str] = {
    SiteColumn.TITLE: "محل",
    SiteColumn.PLACE: "نشانی",
    SiteColumn.REMOVAL: "ارزش رفع گره (میلیارد ریال)",
    SiteColumn.CHANCE: "احتمال رفع با حضور (٪)",
    SiteColumn.OBSTACLE: "گره",
    SiteColumn.NEEDS: "چه کسانی باید باشند",
    SiteColumn.STAY: "مدت توقف (دقیقه)",
    SiteColumn.OPEN: "ساعت پذیرش",
    SiteColumn.VERIFIED: "آخرین تأیید پیشرفت",
    SiteColumn.VISITED: "آخرین بازدید",
    SiteColumn.PROMISED: "بازدید وعده‌داده‌شده؟",
    SiteColumn.COMPLETE: "پیشرفت فیزیکی (٪)",
    SiteColumn.COMPLAINTS: "شمار شکایت‌ها",
}
"""The headers that the template writes."""

DELEGATION_HEADERS: Mapping[DelegationColumn, str] = {
    DelegationColumn.NAME: "هیئت",
    DelegationColumn.POSTS: "چه کسانی همراه‌اند",
    DelegationColumn.START: "جای آغاز",
    DelegationColumn.HOURS: "ساعت کار",
    DelegationColumn.DAYS: "روزها",
    DelegationColumn.MOST: "بیشترین شمار توقف",
}

_SITE_NAMES: Mapping[SiteColumn, tuple[str, ...]] = {
    SiteColumn.TITLE: ("محل", "پروژه", "نام محل", "عنوان", "الموقع", "site", "project", "title"),
    SiteColumn.PLACE: (
        "نشانی",
        "آدرس",
        "مکان",
        "مختصات",
        "العنوان",
        "place",
        "address",
        "location",
    ),
    SiteColumn.REMOVAL: (
        "ارزش رفع گره",
        "ارزش رفع مانع",
        "قيمة الرفع",
        "value of removal",
        "value",
    ),
    SiteColumn.CHANCE: ("احتمال رفع با حضور", "احتمال رفع", "الاحتمال", "chance", "probability"),
    SiteColumn.OBSTACLE: ("گره", "مانع", "مشکل", "العائق", "obstacle", "problem"),
    SiteColumn.NEEDS: (
        "چه کسانی باید باشند",
        "حاضران لازم",
        "المطلوب حضورهم",
        "needs",
        "posts needed",
    ),
    SiteColumn.STAY: ("مدت توقف", "مدت بازدید", "مدة التوقف", "stay", "minutes"),
    SiteColumn.OPEN: ("ساعت پذیرش", "ساعت باز بودن", "ساعات الاستقبال", "open", "opening hours"),
    SiteColumn.VERIFIED: (
        "آخرین تأیید پیشرفت",
        "تاریخ تأیید",
        "آخر تحقق",
        "verified",
        "last verified",
    ),
    SiteColumn.VISITED: ("آخرین بازدید", "آخر زيارة", "visited", "last visit"),
    SiteColumn.PROMISED: ("بازدید وعده‌داده‌شده", "وعده بازدید", "زيارة موعودة", "promised"),
    SiteColumn.COMPLETE: (
        "پیشرفت فیزیکی",
        "درصد پیشرفت",
        "التقدم",
        "complete",
        "physical progress",
    ),
    SiteColumn.COMPLAINTS: ("شمار شکایت‌ها", "شکایت", "الشكاوى", "complaints"),
}
_DELEGATION_NAMES: Mapping[DelegationColumn, tuple[str, ...]] = {
    DelegationColumn.NAME: ("هیئت", "نام هیئت", "گروه", "الوفد", "delegation", "team"),
    DelegationColumn.POSTS: ("چه کسانی همراه‌اند", "اعضا", "سمت‌ها", "الأعضاء", "posts", "members"),
    DelegationColumn.START: ("جای آغاز", "نقطه آغاز", "مبدأ", "المنطلق", "start", "start place"),
    DelegationColumn.HOURS: ("ساعت کار", "ساعات العمل", "hours", "working hours"),
    DelegationColumn.DAYS: ("روزها", "تاریخ", "الأيام", "days", "dates"),
    DelegationColumn.MOST: ("بیشترین شمار توقف", "سقف توقف", "أكثر التوقفات", "most stops"),
}


def site_columns(headers: Sequence[str]) -> dict[int, SiteColumn]:
    """Which column of the sites each position is."""
    return _guess(headers, _SITE_NAMES)


def delegation_columns(headers: Sequence[str]) -> dict[int, DelegationColumn]:
    """Which column of the delegations each position is."""
    return _guess(headers, _DELEGATION_NAMES)


def _guess(headers: Sequence[str], names: Mapping[C, tuple[str, ...]]) -> dict[int, C]:
    """The nearest column of each header; the nearer position wins where two name one column."""
    offers = sorted(
        (
            (-fuzz.ratio(_bare(header), normalise(name)), position, column)
            for position, header in enumerate(headers)
            for column, told in names.items()
            for name in told
        ),
        key=lambda offer: offer[:2],
    )
    found: dict[int, C] = {}
    for likeness, position, column in offers:
        if -likeness >= NEAR_ENOUGH and position not in found and column not in found.values():
            found[position] = column
    return found


def _bare(header: str) -> str:
    """A header without its unit and its question mark."""
    return normalise(str(header).split("(")[0].replace("؟", " ").replace("?", " ")).strip()
