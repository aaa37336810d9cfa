"""The one normaliser of text that people type: for matching and search, never for storing."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ي": "ی",  # Arabic yeh
        "ى": "ی",  # alef maksura
        "ئ": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ـ": "",  # tatweel
        "٫": ".",  # Arabic decimal separator
        "٬": "",  # Arabic thousands separator
        "،": ",",
        "؛": ";",
    }
)
_BREAKS = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def latin_digits(text: str) -> str:
    """The text with every decimal digit of any script as 0 to 9; all else stays."""
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() and not letter.isascii() else letter
        for letter in text
    )


def normalise(text: str) -> str:
    """The text as it is compared: one form of ی, ک and alef, no accents, Latin digits.

    Half-spaces count as spaces, so «نیمه‌تمام» and «نیمه تمام» compare equal; letter case is folded.
    Idempotent.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    unmarked = "".join(letter for letter in folded if not unicodedata.combining(letter))
    bare = unicodedata.normalize("NFKC", unmarked).translate(_LETTERS)
    return _BREAKS.sub(" ", latin_digits(bare)).strip()
