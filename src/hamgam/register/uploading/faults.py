"""What was wrong with a row, in the reader's language: the readers speak English, people do not.

A sentence that no pattern knows is shown as it came.
"""

from __future__ import annotations

import re
from datetime import date

from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say

DAY = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")
"""A day of the Gregorian calendar, as the readers tell it."""
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("no_day", r"there is no day (?P<a>[\d-]+)"),
        ("year_outside", r"the year (?P<a>\d+) lies outside .*"),
        ("no_hour", r"there is no hour (?P<a>\d+)"),
        ("short_year", r"a year of two digits may be Jalali or Gregorian"),
        ("mixed_order", r"the column writes the day first here and the month first there"),
        ("number_no_date", r"the number is no date"),
        ("no_date", r"it is no date"),
        ("ends_before", r"it ends before it begins \((?P<a>[\d-]+)\)"),
        ("no_number", r"it is no positive number"),
        ("no_place", r"the row tells no place"),
        ("no_begin", r"the row does not tell when it begins"),
        ("no_end", r"the row does not tell when it ends"),
        ("empty_address", r"the address is empty"),
        ("unknown_street", r"no street or place of the name '(?P<a>.+)' is known"),
        ("unknown_address", r"the address names no street or place that is known"),
        ("many_streets", r"the address fits several streets equally well: (?P<a>.+)"),
        ("bad_shape", r"the shape is invalid: (?P<a>.+)"),
        ("no_shape", r"it is no WKT and no GeoJSON"),
        ("no_coordinates", r"it is no geometry: .*"),
        ("no_column", r"there is no such column"),
        ("day_outside", r"A day lies between the years 1900 and 2100, .*"),
        ("last_before_first", r"The last day lies before the first\."),
        ("too_long", r"At most (?P<a>\d+) characters\."),
        ("outside_world", r"A point lies outside longitude .*"),
        ("shape_not_valid", r"The geometry is not valid: (?P<a>.+)"),
        ("hint_date", r"for example 1405/07/03, .*"),
        ("hint_swap", r"swap or correct the dates; .*"),
        ("hint_number", r"for example 12\.5"),
        ("hint_address", r"«خیابان …، حدفاصل … تا …»; .*"),
        ("hint_untold", r"kept; no search in space or time can find it"),
        ("hint_wkt", r"for example POINT .*"),
        ("hint_kept_placeless", r"the rows? (?:is|are) kept without (?:its|their) places?"),
        ("hint_ring", r"it was closed with its first point"),
        ("ring", r"a ring was not closed"),
        ("hint_columns", r"columns are called (?P<a>.+)"),
    )
)


def in_words(text: str, language: Language) -> str:
    """A reader's sentence in the reader's own language."""
    for key, pattern in PATTERNS:
        if match := pattern.fullmatch(text):
            found = match.groupdict().get("a", "")
            is_count = key in {"too_long", "year_outside"}
            shown = localise(found, language) if is_count else day_in_words(found, language)
            # What was written keeps its own direction inside the sentence.
            shown = f"\u2068{shown}\u2069" if shown else ""
            return say(f"uploads.{key}", language, a=shown)
    return text


def day_in_words(text: str, language: Language) -> str:
    """A day that was read, in the reader's calendar; any other text as it came."""
    if not DAY.fullmatch(text):
        return text
    try:
        return long_day(date.fromisoformat(text), language)
    except ValueError:
        return text
