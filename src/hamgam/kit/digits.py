"""Digits as the reader writes them."""

from __future__ import annotations

from hamgam.kit.words import Language

_DIGITS = {Language.FA: "۰۱۲۳۴۵۶۷۸۹", Language.AR: "٠١٢٣٤٥٦٧٨٩"}
_LATIN = "0123456789"


def localise(text: object, language: Language) -> str:
    """The text with its ASCII digits in the language's own; English leaves them."""
    digits = _DIGITS.get(language, _LATIN)
    return str(text).translate(str.maketrans(_LATIN, digits))


def grouped(number: int | float, language: Language, *, places: int = 0) -> str:
    """A number with thousands marked and `places` decimals, in the language's digits and signs."""
    text = f"{number:,.{places}f}"
    if language is not Language.EN:
        text = text.replace(",", "٬").replace(".", "٫")
    return localise(text, language)
