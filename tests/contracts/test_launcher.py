"""The launcher says in one sentence what a machine lacks, and starts again where nothing does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "cat", "cmp", "rm", "mkdir", "cp", "awk", "pwd")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the launcher, and a `bin` with the tools of a bare machine but no Python."""
    shutil.copy(ROOT / "hamgam", tmp_path / "hamgam")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def start(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(machine / "bin" / "sh"), str(machine / "hamgam"), *arguments],
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


def pretend_python(machine: Path, body: str) -> None:
    python = machine / "bin" / "python3"
    python.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    python.chmod(0o755)


def test_without_python_it_says_which_and_where_from(machine: Path) -> None:
    run = start(machine, "demo")
    assert run.returncode == 3
    assert len(run.stderr.splitlines()) == 1
    assert "Python 3.11, 3.12 or 3.13 was not found" in run.stderr


def test_a_python_too_old_is_no_python(machine: Path) -> None:
    pretend_python(machine, "exit 1")
    assert "was not found" in start(machine, "demo").stderr


def test_without_the_venv_module_it_names_the_package(machine: Path) -> None:
    pretend_python(machine, 'case "$*" in *venv*) exit 1;; *) exit 0;; esac')
    run = start(machine, "demo")
    assert run.returncode == 3
    assert "python3-venv" in run.stderr
    assert not (machine / ".venv").exists()


@pytest.mark.parametrize("lock", ["requirements", "requirements-dev", "requirements-bench"])
def test_the_locks_hold_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / f"{lock}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    names = [line for line in text.splitlines() if line[:1].isalpha()]
    assert names
    assert all(line.endswith("\\") for line in names)
