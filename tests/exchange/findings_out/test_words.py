from __future__ import annotations

import re
from datetime import date
from string import Formatter

import pytest

from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.works import Certainty
from hamgam.exchange.findings_out.words import LANGUAGES, words

PERSIAN = words("fa")


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def entries(language: str) -> dict[tuple[str, str], str]:
    texts = words(language).texts
    return {(group, key): text for group, held in texts.items() for key, text in held.items()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_language_says_everything(language: str) -> None:
    persian, other = entries("fa"), entries(language)
    assert persian.keys() == other.keys()
    for key, text in persian.items():
        assert other[key].strip(), key
        if key[0] != "days":
            assert holes(text) == holes(other[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_engine_has_its_word(language: str) -> None:
    texts = words(language).texts
    assert set(texts["kinds"]) == set(texts["kind_notes"]) == set(FindingKind)
    assert set(texts["severities"]) == set(Severity)
    assert set(texts["consequences"]) == set(Consequence)
    assert set(texts["certainties"]) == set(texts["certainty_notes"]) == set(Certainty)


def test_persian_is_written_with_persian_letters() -> None:
    assert not [text for text in entries("fa").values() if re.search("[يك]", text)]
    assert not [
        text for text in entries("ar").values() if re.search("[یک]", text) and "همگام" not in text
    ]


def test_numbers_follow_the_language() -> None:
    assert PERSIAN.number(1234) == "۱٬۲۳۴"
    assert PERSIAN.number(3.49, 1) == "۳٫۵"
    assert words("en").number(1234.0, 1) == "1,234"
    assert PERSIAN.metres(12.6) == "۱۳"
    assert words("ar").digits("W-12") == "W-١٢"


def test_days_are_said_as_people_say_them() -> None:
    assert PERSIAN.days(3) == "۳ روز"
    assert [words("en").days(count) for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [words("ar").days(count) for count in (1, 2, 5, 11, 103)] == [
        "يوم واحد",
        "يومان",
        "٥ أيام",
        "١١ يوماً",
        "١٠٣ أيام",
    ]


def test_spans_tell_what_is_not_told() -> None:
    day = date(2026, 11, 24)
    assert PERSIAN.jalali_span(day, day) == "۳ آذر ۱۴۰۵"
    assert PERSIAN.jalali_span(day, None) == "۳ آذر ۱۴۰۵ تا نامعلوم"
    assert words("en").jalali_span(None, None) == "unknown"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="none of fa, en, ar"):
        words("tr")
