"""Documents and photos in a copy: each once, by the hash of its content, with a list beside the
copy that `sha256sum -c` reads.

The copies of one folder share one store of files, so that a nightly copy adds only what is new.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

STORE = "documents"
LIST = ".sha256"
SPARED = timedelta(days=1)
"""A file so fresh may belong to a copy whose list is being written."""
_NAME = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  documents/(?P<head>[0-9a-f]{2})/(?P=digest)")


def hash_of(file: Path) -> str:
    """The SHA-256 of a file's content, read in parts."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def list_of(place: Path) -> Path:
    """The list of files that belongs to a copy."""
    return place.with_name(f"{place.name}{LIST}")


def _place_in(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _copy_in(source: Path, target: Path) -> None:
    """A whole file under its name, or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    shutil.copyfile(source, part)
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
    part.replace(target)


def stored() -> set[str]:
    """The hashes of all files that the installation keeps."""
    root = Path(settings.MEDIA_ROOT)
    return {file.name for file in root.glob("??/*") if _NAME.fullmatch(file.name)}


def copy_files(place: Path, digests: Iterable[str]) -> list[str]:
    """Bring the files of those hashes beside a copy and write its list; the hashes of which the
    installation has no file."""
    lines, lost = [], []
    for digest in sorted(set(digests)):
        source = _place_in(Path(settings.MEDIA_ROOT), digest)
        target = _place_in(place.parent / STORE, digest)
        if not source.is_file():
            lost.append(digest)
            continue
        if not target.is_file() or target.stat().st_size != source.stat().st_size:
            _copy_in(source, target)
        target.touch()
        lines.append(f"{digest}  {STORE}/{digest[:2]}/{digest}\n")
    part = list_of(place).with_suffix(".part")
    part.write_text("".join(lines), encoding="ascii")
    part.replace(list_of(place))
    return lost


def listed(place: Path) -> list[str]:
    """The hashes in a copy's list; ValueError for a line that is none, or when there is no list."""
    if not list_of(place).is_file():
        raise ValueError(f"{list_of(place)} is missing: nobody knows which documents belong to it.")
    found = []
    for number, line in enumerate(list_of(place).read_text(encoding="utf-8").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match is None or match["head"] != match["digest"][:2]:
            raise ValueError(f"{list_of(place)}: line {number} names no file.")
        found.append(match["digest"])
    return found


def faults(place: Path, needed: Iterable[str]) -> list[str]:
    """What is wrong with the files of a copy, whose rows need those hashes: whole sentences."""
    try:
        told = listed(place)
    except (ValueError, OSError) as fault:
        return [str(fault)]
    found = [f"Document {digest} is not in the copy." for digest in sorted(set(needed) - set(told))]
    for digest in told:
        file = _place_in(place.parent / STORE, digest)
        if not file.is_file():
            found.append(f"Document {digest} is missing from {place.parent / STORE}.")
        elif hash_of(file) != digest:
            found.append(f"Document {digest} is not what it was.")
    return found


def put_back(place: Path) -> int:
    """Bring a copy's files into the installation where they are missing or altered; how many."""
    count = 0
    for digest in listed(place):
        target = _place_in(Path(settings.MEDIA_ROOT), digest)
        if not target.is_file() or hash_of(target) != digest:
            _copy_in(_place_in(place.parent / STORE, digest), target)
            count += 1
    return count


def prune_files(folder: Path, now: datetime) -> int:
    """Remove files that no list of the folder names any longer; how many."""
    store = folder / STORE
    kept = {
        digest
        for told in folder.glob(f"*{LIST}")
        for digest in listed(told.with_name(told.name.removesuffix(LIST)))
    }
    old = (now - SPARED).timestamp()
    gone = [
        file for file in store.glob("??/*") if file.name not in kept and file.stat().st_mtime < old
    ]
    for file in gone:
        file.unlink()
    return len(gone)
