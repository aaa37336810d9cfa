"""One word for one thing, in three languages, in good letters."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "src" / "hamgam" / "locale" / "glossary.tsv"
LANGUAGES = ("fa", "en", "ar")


def terms() -> list[dict[str, str]]:
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_term_has_its_word_in_every_language() -> None:
    assert [
        term for term in terms() if not all(term[column] for column in (*LANGUAGES, "note"))
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_for_two_things(language: str) -> None:
    counted = Counter(term[language] for term in terms())
    assert [word for word, times in counted.items() if times > 1] == []


def test_persian_is_written_with_persian_letters_and_arabic_with_arabic_ones() -> None:
    assert [term["fa"] for term in terms() if set(term["fa"]) & set("يكةى٤٥٦")] == []
    assert [term["ar"] for term in terms() if set(term["ar"]) & set("یکپچژ")] == []


def test_the_words_of_the_code_are_in_it() -> None:
    wanted = (
        "finding collision chance gap case tour ladder rung inbox footprint corridor crew scenario"
    )
    assert set(wanted.split()) - {term["en"] for term in terms()} == set()
