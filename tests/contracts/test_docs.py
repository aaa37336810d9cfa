"""The documents tell the truth: links lead somewhere, commands exist, claims name a real test."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
NOT_YET = "not yet"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    dead = [
        target
        for target in targets
        if "://" not in target and not (page.parent / target).resolve().exists()
    ]
    assert dead == []


@pytest.mark.parametrize("page", ["README.md", "README.fa.md"])
def test_the_readmes_tell_the_two_commands(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "./hamgam demo" in text
    assert "./hamgam test" in text


@pytest.mark.parametrize(
    "page",
    sorted((ROOT / "docs" / "decisions").glob("*.md")),
    ids=lambda page: page.stem,
)
def test_a_decision_says_what_was_decided_and_what_follows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+", page.stem)
    assert text.startswith(f"# {page.stem[:4]}. ")
    for part in ("Status: ", "## What we had to decide", "## What we decided", "## What follows"):
        assert part in text, f"{page.name} lacks {part!r}"


def requirement_rows() -> list[list[str]]:
    text = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if re.match(r"\| R\d\d \|", line)
    ]


def test_every_requirement_has_its_row() -> None:
    assert [row[0] for row in requirement_rows()] == [f"R{n:02}" for n in range(1, 48)]


def commands() -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", "from hamgam.cli.main import app; print(*app)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in run.stdout.split() if not name.startswith("-")}


def test_a_claimed_requirement_names_what_exists() -> None:
    """A row says "not yet" in full, or names a page, a command and a test that are there."""
    known = commands()
    told = [f"{row[0]}: {fault}" for row in requirement_rows() for fault in faults(row, known)]
    assert told == []


def faults(row: list[str], known: set[str]) -> list[str]:
    _, _, page, command, test = row
    if page == command == test == NOT_YET:
        return []
    found = []
    if page != "-" and not (ROOT / "docs" / page.strip("`").split("#")[0]).exists():
        found.append(f"page {page} is missing")
    if command != "-" and command.strip("`").split()[1] not in known:
        found.append(f"command {command} is missing")
    if not names_a_test(test.strip("`")):
        found.append(f"test {test} is missing")
    return found


def names_a_test(address: str) -> bool:
    """Whether `tests/…/test_x.py::test_y` names a test that stands in its file."""
    path, _, name = address.partition("::")
    file = ROOT / path
    if not name or not file.is_file():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))
