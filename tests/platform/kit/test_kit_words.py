from __future__ import annotations

import ast
import re
import string
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pytest

from hamgam.kit import dates, digits, money
from hamgam.kit.ids import new_id
from hamgam.kit.words import Language, language_of, say, sentences
from hamgam.register.api.ground import VOCABULARIES
from hamgam.web.problems import STATUS

PACKAGE = Path(__file__).parents[3] / "src" / "hamgam"


FORM = re.compile(r"(.+)_(one|two|few)")


def is_form(key: str) -> bool:
    """Whether a key is a number form of another, which a language may have and another not."""
    found = FORM.fullmatch(key)
    return found is not None and found[1] in sentences(Language.FA)


def test_a_count_takes_the_form_of_its_language() -> None:
    assert say("calendar.days_ago", Language.EN, count="1") == "1 day ago"
    assert say("calendar.days_ago", Language.EN, count="11") == "11 days ago"
    assert say("calendar.days_ago", Language.AR, count="٢") == "قبل يومين"
    assert say("calendar.days_ago", Language.AR, count="٧") == "قبل ٧ أيام"
    assert say("calendar.days_ago", Language.AR, count="١٠٣") == "قبل ١٠٣ أيام"
    assert say("calendar.days_ago", Language.AR, count="٣٠") == "قبل ٣٠ يوم"
    assert say("calendar.days_ago", Language.FA, count="۱") == "۱ روز پیش"


def test_a_form_of_a_sentence_has_only_the_sentences_own_blanks() -> None:
    for language in (Language.EN, Language.AR):
        told = sentences(language)
        for key in filter(is_form, told):
            base = FORM.fullmatch(key)
            assert base is not None
            holes = {n for _, n, _, _ in string.Formatter().parse(told[key]) if n}
            assert holes <= {n for _, n, _, _ in string.Formatter().parse(told[base[1]]) if n}, key


def test_the_three_languages_say_the_same_things() -> None:
    fa, en, ar = ({key: text for key, text in sentences(language).items() if not is_form(key)}
                  for language in Language)  # fmt: skip
    assert set(fa) == set(en) == set(ar)
    for key, text in fa.items():
        holes = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for other in (en, ar):
            if key.startswith("findings."):
                continue  # its own test knows its plural forms
            assert {n for _, n, _, _ in string.Formatter().parse(other[key]) if n} == holes, key


def test_persian_is_written_with_persian_letters() -> None:
    wrong = [key for key, text in sentences(Language.FA).items() if re.search("[يكة]", text)]
    assert [key for key in wrong if not key.startswith("page.ar")] == []


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_every_word_of_every_vocabulary_has_its_labels(name: str) -> None:
    words: type[StrEnum] = VOCABULARIES[name]
    for language in Language:
        told = sentences(language)
        assert [w.value for w in words if f"vocabulary.{name}_{w.value}" not in told] == []


def codes_used() -> set[str]:
    """Every code that a `Refused("…")` in the source names."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return {str(code) for code in found}


def test_every_refusal_has_a_status_and_a_sentence() -> None:
    assert codes_used() <= set(STATUS) | {"forbidden", "not_signed_in"}
    for code in STATUS:
        for language in Language:
            assert f"refusals.{code}" in sentences(language)
            assert f"refusals.{code}_detail" in sentences(language)


def test_a_missing_variable_stays_visible_and_breaks_nothing() -> None:
    assert say("inbox.work_near_stake", Language.EN, agency="gas").startswith("Works of gas in {")
    assert say("no.such_key", Language.EN) == "no.such_key"


def test_unknown_languages_are_answered_in_persian() -> None:
    assert language_of("en-GB") is Language.EN
    assert language_of("ckb") is Language.FA
    assert language_of(None) is Language.FA


def test_days_are_jalali_in_persian() -> None:
    day = date(2026, 11, 24)
    assert dates.long_day(day, Language.FA) == "۳ آذر ۱۴۰۵"
    assert dates.short_day(day, Language.FA) == "۱۴۰۵/۰۹/۰۳"
    assert dates.long_day(day, Language.EN) == "24 November 2026"
    assert dates.long_day(day, Language.AR) == "٢٤ نوفمبر ٢٠٢٦"
    assert not dates.is_plausible(date(1405, 9, 3))


def test_an_instant_is_told_on_the_citys_clock() -> None:
    instant = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    assert dates.moment(instant, Language.FA, "Asia/Tehran") == "۴ آذر ۱۴۰۵، ۰۰:۳۰"
    assert dates.age(timedelta(days=3, hours=2), Language.FA) == "۳ روز پیش"
    assert dates.age(timedelta(seconds=5), Language.EN) == "just now"
    for language in Language:
        for elapsed in (timedelta(minutes=1), timedelta(minutes=9), timedelta(hours=2)):
            assert "calendar." not in dates.age(elapsed, language)


def test_money_is_told_in_its_natural_unit_with_its_price_year() -> None:
    base = money.PriceBase(year=1405)
    assert money.price(25 * 10**12, base, Language.FA) == "۲٫۵۰ همت (قیمت ۱۴۰۵)"
    assert money.price(12 * 10**10, base, Language.EN) == "12.0 billion tomans (prices of 1405)"
    assert money.price(5000, base, Language.EN) == "500 tomans (prices of 1405)"
    with pytest.raises(ValueError, match="year"):
        money.PriceBase(year=2026)
    with pytest.raises(ValueError, match="quarter"):
        money.PriceBase(year=1405, quarter=5)


def test_figures_are_grouped_in_the_languages_own_digits() -> None:
    assert digits.grouped(1234567, Language.FA) == "۱٬۲۳۴٬۵۶۷"
    assert digits.grouped(1234.5, Language.EN, places=1) == "1,234.5"


def test_ids_are_safe_and_differ() -> None:
    made = {new_id("w") for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"w-[0-9a-hjkmnp-tv-z]{13}", one) for one in made)
