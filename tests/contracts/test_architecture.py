"""The house stands as its page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "hamgam"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def rooms() -> list[str]:
    return sorted(path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name[0] != "_")


@pytest.mark.parametrize("room", rooms())
def test_every_room_is_named_on_the_architecture_page(room: str) -> None:
    assert f"`{room}" in PAGE, f"src/hamgam/{room} stands without a line in docs/architecture.md"


def test_the_import_contract_holds() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def modules(room: str) -> list[str]:
    return sorted(
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for path in (PACKAGE / room).rglob("*.py")
        if path.name != "__init__.py"
    )


@pytest.mark.parametrize("room", ["engine", "exchange"])
def test_engine_and_exchange_start_without_django(room: str) -> None:
    code = (
        f"import importlib, sys\nfor name in {modules(room)!r}: importlib.import_module(name)\n"
        "sys.exit('django' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr or "Django was imported"


def test_the_engine_touches_no_clock_no_file_and_no_network() -> None:
    forbidden = re.compile(
        r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time\(|open\(|read_text|write_text"
        r"|import (?:socket|requests|urllib|sqlite3|pathlib)|from (?:pathlib|urllib|socket) )"
    )
    told = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (PACKAGE / "engine").rglob("*.py")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert told == []


def test_the_product_stands_alone() -> None:
    """Nothing that ships knows the folder of inputs beside the checkout, or a machine's paths."""
    forbidden = re.compile(r"\.\./shared|/work/|/root/|/home/[a-z]|HAMGAM_SHARED")
    shipped = [
        path
        for pattern in ("src/**/*", "docs/**/*", "benchmarks/**/*.py", "*.md", "hamgam", ".ci/*")
        for path in ROOT.glob(pattern)
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".html", ".css", ".js", ""}
    ]
    told = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in shipped
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert told == []
