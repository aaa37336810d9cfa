"""Every sentence that a reader of plans can say is known in all three languages."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import hamgam
from hamgam.exchange.misread import Misread, misfit
from hamgam.exchange.misread_words import in_words, told
from hamgam.exchange.portfolio.json_problem import problem_from_json

HAMGAM = Path(hamgam.__file__).parent
READERS = [
    *sorted((HAMGAM / "exchange/portfolio").glob("*.py")),
    *sorted((HAMGAM / "exchange/mspdi").glob("*.py")),
    *sorted((HAMGAM / "engine/completion/problem").glob("*.py")),
    *(
        HAMGAM / "exchange" / name
        for name in ("days.py", "psplib.py", "problem_files.py", "formats/mspdi.py")
    ),
]
SPEAKING = {
    *("ValueError", "_WrongError", "UnreadableError", "_UnreadableError"),
    *("_fault", "_misread", "_keep", "wrong", "append"),
}
"""What a reader calls with a sentence: errors, and its own short ways to a fault or a note."""

NO_SENTENCES = {
    "is not a 7",  # chooses between two that stand for themselves
    "7: UID 7",  # a place
    "grid.first_day: this grid has no dates",  # an error of ours, not of a file
}


def sentences(path: Path) -> list[str]:
    """The sentences of a reader, with 7 for what they name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SPEAKING:
                found += [text for argument in node.args for text in _texts(argument)]
    return [text for text in found if " " in text.strip()]


def is_known(sentence: str, language: str) -> bool:
    """Whether it is known as it stands, or without the field that it names first."""
    shapes = (sentence, re.sub(r"^[\w.\[\]]+: ", "", sentence))
    return any(in_words(shape, language) != shape for shape in shapes)


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "7" for p in node.values]
        return ["".join(map(str, parts))]
    return []


@pytest.mark.parametrize("path", READERS, ids=lambda p: f"{p.parent.name}/{p.name}")
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_a_reader_says_is_known(path: Path, language: str) -> None:
    strange = [text for text in sentences(path) if not is_known(text, language)]
    assert [text for text in strange if text not in NO_SENTENCES] == []


def test_the_readers_are_found() -> None:
    assert sum(len(sentences(path)) for path in READERS) > 60


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


def test_a_name_is_marked_as_the_language_marks_it() -> None:
    assert in_words("'الف' is not known", "fa") == "«الف» شناخته نیست"
    assert in_words("'a' is not known", "en") == "'a' is not known"


@pytest.mark.parametrize(
    ("message", "path", "field", "reason"),
    [
        ("credits.period: -1 is negative", "sources[0].credits[2]", ".period", "-1 is negative"),
        ("modes[day].demands[crew: 1]: -2 is negative", "tasks[0].modes[0]", "", "-2 is negative"),
        ("projects[الف]: has no task", "", "projects[الف]", "has no task"),
        ("blocks[a.b]: 3 is wrong", "blocks[4]", "", "3 is wrong"),
        ("it broke", "", "", "it broke"),
    ],
)
def test_what_values_have_against_each_other_is_told_at_its_field(
    message: str, path: str, field: str, reason: str
) -> None:
    told = misfit("x.json", ValueError(message), path)
    assert told.field.startswith(path + field)
    assert told.reason == reason


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_kind_of_wrong_value_is_told_in_words(language: str) -> None:
    wrong = (
        '{"grid": {"horizon": "9", "first_day": "x", "unit": "year"}, "projects": [{"ref": 1, '
        '"chance": "x", "must_finish": 3, "a": 1}], "tasks": [], "objective": "speed"}'
    )
    for block in (wrong, "{", "[]", '{"format": "x"}'):
        faults = problem_from_json(block.encode(), "x.json")
        assert isinstance(faults, list)
        for fault in faults:
            assert in_words(fault.reason, language) != fault.reason, fault


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
