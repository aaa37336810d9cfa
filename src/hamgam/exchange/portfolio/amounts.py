"""Money and shares as portfolio sheets write them: units in the header or in the cell, prices of a
year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hamgam.exchange.persian import normalise
from hamgam.exchange.table import Cell

_UNITS = (
    ("همت", 10**13),
    ("میلیارد تومان", 10**10),
    ("میلیون تومان", 10**7),
    ("هزار تومان", 10**4),
    ("تومان", 10),
    ("هزار میلیارد ریال", 10**12),
    ("میلیارد ریال", 10**9),
    ("میلیون ریال", 10**6),
    ("هزار ریال", 10**3),
    ("ریال", 1),
    ("billion toman", 10**10),
    ("million toman", 10**7),
    ("toman", 10),
    ("billion rial", 10**9),
    ("million rial", 10**6),
    ("rial", 1),
)
"""Words for money and what one of it is in rials, the longer before what it contains."""
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:[./]\d+)?")
_YEAR = re.compile(r"(?<!\d)(1[34]\d\d)(?!\d)")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Amount:
    """Rials, and the Jalali year of their prices when the text tells it."""

    rials: int
    price_year: int | None


def unit_of(text: str) -> int | None:
    """Rials in one unit of the money a text speaks of; None when it names no money."""
    plain = normalise(text)
    return next((rials for word, rials in _UNITS if word in plain), None)


def year_of(text: str) -> int | None:
    """The first Jalali year (1300 to 1499) that a text tells."""
    match = _YEAR.search(normalise(text))
    return int(match.group(1)) if match else None


def number(cell: Cell) -> float:
    """The number of a cell, typed with any digits and separators; ValueError when there is none."""
    if isinstance(cell, bool) or cell is None:
        raise ValueError("there is no number")
    if isinstance(cell, int | float):
        return float(cell)
    match = _NUMBER.search(normalise(cell))
    if match is None:
        raise ValueError("there is no number")
    return float(match.group().replace(",", "").replace("/", "."))


def amount(cell: Cell, header: str) -> Amount:
    """The money of a cell: its own unit, else its header's; the year in either is that of the
    prices.

    ValueError when no unit is told: a sum without one may be wrong by a factor of ten.
    """
    text = cell if isinstance(cell, str) else ""
    unit = unit_of(text) or unit_of(header)
    if unit is None:
        raise ValueError("the unit of money is told neither in the cell nor in the header")
    year = year_of(text) or year_of(header)
    bare = _BRACKETS.sub(" ", normalise(text)) if text else cell
    rials = round(number(bare) * unit)
    if rials < 0:
        raise ValueError("a sum cannot be negative here")
    return Amount(rials, year)


def percent(cell: Cell) -> float:
    """A share in percent, 0 to 100; a number up to 1 in a cell formatted as percent arrives as a
    fraction.

    Text without a percent sign is taken as it stands.
    """
    value = number(cell)
    if isinstance(cell, float) and 0 < value <= 1:
        value *= 100
    if not 0 <= value <= 100:
        raise ValueError(f"{value:g} lies outside 0 to 100")
    return round(value, 6)


def credits_in(cell: Cell, header: str) -> dict[int, int]:
    """Approved credit by Jalali year: «۱۴۰۵: ۲۰۰؛ ۱۴۰۶: ۳۰۰», or one sum under a header with its
    year."""
    year = year_of(header)
    if year is not None:
        return {year: amount(cell, _YEAR.sub(" ", normalise(header))).rials}
    found: dict[int, int] = {}
    for part in re.split(r"[;\n]|(?<=\d),(?=\s)", normalise(str(cell))):
        told, _, sum_text = part.partition(":")
        part_year = year_of(told)
        if part_year is None or not sum_text.strip():
            raise ValueError(f"{part.strip()!r} is not written as year: sum")
        found[part_year] = found.get(part_year, 0) + amount(sum_text, header).rials
    return found
