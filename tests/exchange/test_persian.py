from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.exchange.persian import latin_digits, normalise


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("پروژه‌های نیمه‌تمام", "پروژه های نیمه تمام"),
        ("خيابان شهيد كلاهدوز", "خیابان شهید کلاهدوز"),
        ("مسئول", "مسيول"),
        ("۱۴۰۵/۰۹/۰۳", "١٤٠٥/٠٩/٠٣"),
        ("  بلوارِ  وکیل‌آباد ", "بلوار وکیل آباد"),
        ("آزادی", "ازادی"),
    ],
)
def test_the_same_words_typed_differently_compare_equal(typed: str, other: str) -> None:
    assert normalise(typed) == normalise(other)


def test_digits_of_every_script_become_latin_and_nothing_else_changes() -> None:
    assert latin_digits("قطر ۱۲٫۵ × ٣ m²") == "قطر 12٫5 × 3 m²"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
