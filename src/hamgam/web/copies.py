"""Copies of the register: taken while people work, verified before they are trusted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from hamgam.web import file_copies

KEPT = 14
"""How many nightly copies are kept."""
SUFFIXES = {".sqlite3", ".dump"}


class CopyFault(Exception):  # noqa: N818 - shown to a person as it stands
    """A copy that cannot be made or must not be trusted; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A whole copy and its size in bytes; `lost` are the hashes of documents that the register
    names and of which there is no file."""

    place: Path
    size: int
    lost: tuple[str, ...] = ()


def _database() -> dict[str, str]:
    told: dict[str, str] = settings.DATABASES["default"]
    return told


def _server_environment() -> dict[str, str]:
    told = _database()
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return os.environ | {name: told[key] for name, key in names.items() if told[key]}


def _run(*command: str) -> str:
    """Run one of PostgreSQL's programs; raises CopyFault with what it said."""
    program = shutil.which(command[0])
    if program is None:
        raise CopyFault(f"{command[0]} was not found; install PostgreSQL's client programs.")
    done = subprocess.run(  # noqa: S603 - names and paths of our own, no shell
        [program, *command[1:]],
        env=_server_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CopyFault(f"{command[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout


def default_place() -> Path:
    """Where the next copy goes when nobody says."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    suffix = "sqlite3" if connection.vendor == "sqlite" else "dump"
    return Path(settings.MEDIA_ROOT).parent / "backups" / f"hamgam-{stamp}.{suffix}"


def _settle(part: Path, place: Path) -> None:
    """Give a finished file its name, with both on the disk: no half copy ever bears the name."""
    for path in (part, place.parent):
        if path == place.parent:
            part.replace(place)
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


DOCUMENTS = "SELECT DISTINCT digest FROM register_document"


def _documents() -> list[str]:
    """The hashes of the documents that the register names."""
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS)
        return [digest for (digest,) in cursor.fetchall()]


def take(place: Path) -> Copy:
    """Copy the register to a new file while people work, whole as of one moment, and then its
    documents: a file is written before the row that names it, so none is missed."""
    if place.exists():
        raise CopyFault(f"{place} stands already; a copy never overwrites another.")
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
    else:
        _run("pg_dump", "--format=custom", f"--file={part}", _database()["NAME"])
    _settle(part, place)
    lost = file_copies.copy_files(place, {*_documents(), *file_copies.stored()})
    return Copy(place=place, size=place.stat().st_size, lost=tuple(lost))


def audit(address: str) -> str:
    """Walk the chains of the database at an address, in a process of its own; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "hamgam", "audit", "verify"],
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CopyFault(f"The copy is not whole: {(done.stdout + done.stderr).strip()[-500:]}")
    return done.stdout


def _refuse_lost(place: Path, needed: list[str]) -> None:
    """Raise CopyFault when a document that the copy's rows need is missing or altered."""
    if found := file_copies.faults(place, needed):
        more = f" And {len(found) - 1} more." if len(found) > 1 else ""
        raise CopyFault(f"{found[0]}{more}")


def verify_file(place: Path, *, documents: bool = True) -> str:
    """Whether a SQLite copy is intact, its documents are there and its chains are whole; what the
    audit said."""
    import sqlite3

    try:
        with sqlite3.connect(f"file:{place}?mode=ro", uri=True) as handle:
            (said,) = handle.execute("PRAGMA integrity_check").fetchone()
            needed = [digest for (digest,) in handle.execute(DOCUMENTS)]
        handle.close()
    except sqlite3.DatabaseError as fault:
        raise CopyFault(f"{place} is no database: {fault}.") from fault
    if said != "ok":
        raise CopyFault(f"{place} is damaged: {said}.")
    if documents:
        _refuse_lost(place, needed)
    trial = place.with_suffix(".trial")
    shutil.copyfile(place, trial)
    try:
        return audit(f"sqlite:///{trial.absolute()}")
    finally:
        for part in place.parent.glob(f"{trial.name}*"):
            part.unlink()


def _server_address(name: str) -> str:
    from urllib.parse import quote

    told = _database()
    login = quote(told["USER"], safe="")
    if told["PASSWORD"]:
        login += ":" + quote(told["PASSWORD"], safe="")
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{login}@{told['HOST']}{port}/{name}"


def _verify_database(place: Path, name: str, *, documents: bool) -> str:
    said = audit(_server_address(name))
    if documents:
        _refuse_lost(place, _run("psql", "-X", "-A", "-t", "-d", name, "-c", DOCUMENTS).split())
    return said


def restore_dump(place: Path, *, swap: bool, documents: bool = True) -> str:
    """Read a dump into a database beside the register, verify it, and only then swap the two."""
    name = _database()["NAME"]
    stamp = datetime.now(UTC).strftime("%Y%m%dt%H%M%S")
    beside = f"{name}_restored_{stamp}"
    _run("createdb", beside)
    try:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={beside}", str(place))
        said = _verify_database(place, beside, documents=documents)
    except CopyFault:
        _run("dropdb", beside)
        raise
    if not swap:
        _run("dropdb", beside)
        return said
    if documents:
        file_copies.put_back(place)
    connection.close()
    rename = 'ALTER DATABASE "{}" RENAME TO "{}"'
    _run("psql", "-d", "postgres", "-c", rename.format(name, f"{name}_before_{stamp}"))
    _run("psql", "-d", "postgres", "-c", rename.format(beside, name))
    return said


def put_in_place(place: Path) -> None:
    """Let a SQLite copy take the register's place; the register of before stays beside it. The new
    file is whole on the disk before the old one moves."""
    connection.close()
    register = Path(_database()["NAME"])
    fresh = register.with_suffix(".incoming")
    shutil.copyfile(place, fresh)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for part in ("-wal", "-shm", ""):
        old = Path(f"{register}{part}")
        if old.exists():
            old.replace(f"{register}.before-{stamp}{part}")
    _settle(fresh, register)


def restore_file(place: Path, *, swap: bool, documents: bool = True) -> str:
    """Verify a SQLite copy, and only then let it take the register's place; the register of before
    stays beside it."""
    said = verify_file(place, documents=documents)
    if swap:
        if documents:
            file_copies.put_back(place)
        put_in_place(place)
    return said


def restore(place: Path, *, swap: bool, documents: bool = True) -> str:
    """Verify a copy and, with `swap`, put it in the register's place; its documents too, unless
    they are kept otherwise."""
    if not place.is_file():
        raise CopyFault(f"{place} is no file.")
    if connection.vendor == "sqlite":
        return restore_file(place, swap=swap, documents=documents)
    return restore_dump(place, swap=swap, documents=documents)


def prune() -> list[Path]:
    """Remove the oldest nightly copies beyond those kept, and the documents that none of the rest
    needs; which copies."""
    folder = default_place().parent
    found = sorted(folder.glob("hamgam-*")) if folder.is_dir() else []
    old = [place for place in found if place.suffix in SUFFIXES][:-KEPT]
    for place in old:
        place.unlink()
        file_copies.list_of(place).unlink(missing_ok=True)
    if old:
        file_copies.prune_files(folder, datetime.now(UTC))
    return old
