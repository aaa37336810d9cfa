"""Every sentence that a reader of plans can say is known in all three languages."""

from __future__ import annotations

import ast
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import hamgam
from hamgam.exchange.misread import Misread
from hamgam.exchange.misread_words import in_words, told

ROOT = Path(hamgam.__file__).parent / "exchange"
READERS = [*sorted((ROOT / "portfolio").glob("*.py")), ROOT / "days.py"]
OTHERS = {"json_problem.py"}
"""What programmes write is answered in English, with its path."""


def sentences(path: Path) -> list[str]:
    """The texts of the errors that a reader raises for a cell, with 7 for what they name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = getattr(node.exc.func, "id", "")
            if name in ("ValueError", "_WrongError") and node.exc.args:
                found += _texts(node.exc.args[-1])
    return found


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "7" for p in node.values]
        return ["".join(map(str, parts))]
    return []


@pytest.mark.parametrize("path", [p for p in READERS if p.name not in OTHERS], ids=lambda p: p.name)
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_a_reader_says_is_known(path: Path, language: str) -> None:
    strange = [
        text
        for text in sentences(path)
        if not text.endswith("number'}") and in_words(text, language) == text
    ]
    # one sentence chooses between two words, which stand for themselves
    assert [text for text in strange if text != "is not a 7"] == []


def test_the_readers_are_found() -> None:
    assert sum(len(sentences(path)) for path in READERS) > 20


def test_a_fault_is_told_whole_in_persian() -> None:
    fault = Misread(
        where="p.xlsx",
        row=3,
        field="پیشرفت فیزیکی",
        value="140",
        reason="140 lies outside 0 to 100",
        hint="a number from 0 to 100",
    )
    assert told(fault, "fa") == (
        "p.xlsx، ردیف 3، پیشرفت فیزیکی = 140: 140 بیرون از ۰ تا ۱۰۰ است (عددی از ۰ تا ۱۰۰)"
    )
    assert told(fault, "en") == str(fault)


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert in_words("something else", "fa") == "something else"


def test_the_books_have_the_same_keys() -> None:
    books = [
        tomllib.loads(
            files("hamgam").joinpath("locale", language, "misread.toml").read_text("utf-8")
        )
        for language in ("fa", "en", "ar")
    ]
    assert books[0].keys() == books[1].keys() == books[2].keys()
