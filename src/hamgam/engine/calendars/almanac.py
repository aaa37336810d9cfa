"""Which public holidays Iran's printed calendar names, confirmed or estimated, as the package
`holidays` (country IR) lists them; the only reader of that package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

LAST = "last"
"""The last day of a lunar month, be it the 29th or the 30th."""

LUNAR_DAYS: Mapping[str, tuple[int, int | str]] = MappingProxyType(
    {
        "Tasua": (1, 9),
        "Ashura": (1, 10),
        "Arbaeen": (2, 20),
        "Death of Prophet Muhammad and Martyrdom of Hasan ibn Ali": (2, 28),
        "Martyrdom of Ali al-Rida": (2, LAST),
        "Martyrdom of Hasan al-Askari": (3, 8),
        "Birthday of Muhammad and Imam Ja'far al-Sadiq": (3, 17),
        "Martyrdom of Fatima": (6, 3),
        "Birthday of Imam Ali": (7, 13),
        "Isra' and Mi'raj": (7, 27),
        "Birthday of Mahdi": (8, 15),
        "Martyrdom of Imam Ali": (9, 21),
        "Eid al-Fitr": (10, 1),
        "Eid al-Fitr Holiday": (10, 2),
        "Martyrdom of Imam Ja'far al-Sadiq": (10, 25),
        "Eid al-Adha": (12, 10),
        "Eid al-Ghadir": (12, 18),
    }
)
"""Lunar month and day of each holiday, by the package's English name."""

_ESTIMATED = {"en": " (estimated)", "fa": " (تخمینی)"}
_UNEXPLAINED = "Public Holiday"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDay:
    """One named holiday on one day.

    `is_confirmed` is False for a day that the package calls estimated or leaves without a cause:
    a person confirms it.
    """

    day: date
    names: Mapping[str, str]
    """By language code: fa, en."""
    is_confirmed: bool

    @property
    def lunar_day(self) -> tuple[int, int | str] | None:
        """Lunar month and day (a number or `last`), or None for a solar holiday."""
        return LUNAR_DAYS.get(self.names["en"])


def printed_days(years: Iterable[int]) -> list[PrintedDay]:
    """Every named holiday of these Gregorian years, by day; two on one day are two entries."""
    # half a second to import, and most commands never ask
    from holidays import country_holidays

    asked = sorted(set(years))
    english = country_holidays("IR", years=asked, language="en_US")
    persian = country_holidays("IR", years=asked, language="fa_IR")
    # each language sorts its own names, so two holidays of one day share their Persian text
    return [
        _printed(day, name, persian[day].replace("; ", "؛ "))
        for day in sorted(english)
        for name in english[day].split("; ")
    ]


def _printed(day: date, english: str, persian: str) -> PrintedDay:
    is_confirmed = not english.endswith(_ESTIMATED["en"]) and english != _UNEXPLAINED
    names = {
        "en": english.removesuffix(_ESTIMATED["en"]),
        "fa": persian.replace(_ESTIMATED["fa"], ""),
    }
    return PrintedDay(day=day, names=names, is_confirmed=is_confirmed)
