"""Copies are taken while people work, and proved before they are trusted."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.platform.living import Living, psql

COPIES = int(os.environ.get("HAMGAM_COPIES", "2"))
"""How many copies are taken under writes: 2 in a plain run, 20 before a change lands."""


@dataclass
class Writing:
    """Two agencies write until told to stop; what was acknowledged is kept."""

    living: Living
    acknowledged: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def write(self, who: int) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            ref = f"w{who}-{number}"
            if self.living.ask("POST", "/api/v1/works", {"ref": ref}, who)[0] == 201:
                self.acknowledged.append(ref)

    def __enter__(self) -> Writing:
        self.threads = [threading.Thread(target=self.write, args=(who,)) for who in (0, 1)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def well(living: Living, *words: str) -> None:
    """A command that must succeed."""
    done = living.run(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def drop_what_stood_before(living: Living) -> None:
    for name in psql(living.base, "SELECT datname FROM pg_database").split():
        if name.startswith(f"{living.database}_before"):
            psql(living.base, f"DROP DATABASE {name} WITH (FORCE)")


def test_copies_under_writes_hold_all_that_was_acknowledged_before(living: Living) -> None:
    living.serve("--no-jobs")
    suffix = "dump" if living.base else "sqlite3"
    copies: list[tuple[Path, list[str]]] = []
    with Writing(living) as writing:
        for number in range(COPIES):
            before = list(writing.acknowledged)
            place = living.folder / f"copy-{number}.{suffix}"
            well(living, "backup", str(place))
            copies.append((place, before))
    living.kill()
    for place, _ in copies[:-1]:
        well(living, "restore", str(place), "--verify")
    place, before = copies[-1]
    well(living, "restore", str(place))
    living.serve("--no-jobs")
    held = {work["ref"] for work in living.every_work()}
    assert set(before) <= held
    living.kill()
    if living.base:
        drop_what_stood_before(living)


def test_a_copy_that_was_tampered_with_is_refused(living: Living) -> None:
    if living.base:
        pytest.skip("a dump is tampered with by other tools; the chain's test covers its content")
    copy = living.folder / "copy.sqlite3"
    assert living.run("backup", str(copy)).returncode == 0
    with sqlite3.connect(copy) as handle:
        handle.execute("DROP TRIGGER hamgam_seal_update_ledger_change")
        handle.execute("UPDATE ledger_change SET actor = 'somebody' WHERE id = 7")
    handle.close()
    before = (living.folder / "register.sqlite3").stat().st_ino
    done = living.run("restore", str(copy))
    assert done.returncode == 2
    assert "row 7" in (done.stdout + done.stderr).replace("\n", " ")
    assert (living.folder / "register.sqlite3").stat().st_ino == before


def test_what_is_no_copy_is_refused_with_a_sentence(living: Living) -> None:
    junk = living.folder / "junk"
    junk.write_bytes(b"not a database at all" * 100)
    done = living.run("restore", str(junk))
    assert done.returncode == 2
    assert living.run("restore", str(living.folder / "absent")).returncode == 2
    assert living.run("backup", str(junk)).returncode == 2


def test_an_upgrade_copies_first_and_changes_nothing_twice(living: Living) -> None:
    done = living.run("upgrade")
    assert done.returncode == 0, done.stderr
    assert "copied to" in done.stdout
    assert "0 migrations applied" in done.stdout


def test_old_code_refuses_a_newer_database(living: Living) -> None:
    statement = "UPDATE ledger_compatibility SET number = 999"
    if living.base:
        import subprocess

        subprocess.run(["psql", living.address, "-c", statement], check=True, capture_output=True)
    else:
        with sqlite3.connect(living.folder / "register.sqlite3") as handle:
            handle.execute(statement)
        handle.close()
    for words in (["serve", "--port", str(living.port)], ["upgrade"], ["init"]):
        done = living.run(*words)
        assert done.returncode == 2, words
        assert "999" in done.stdout + done.stderr
