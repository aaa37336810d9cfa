"""Documents are in the copy, each once, and are proved with it."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from tests.platform.living import Living
from tests.platform.web.test_copies import drop_what_stood_before, well

from hamgam.web import file_copies

ATTACH = """
import django; django.setup()
from dataclasses import replace
from hamgam.agencies.acting import job
from hamgam.agencies.models import Agency
from hamgam.register.actions.papers import Paper, attach_document
from hamgam.register.actions.works import record_work
from hamgam.register.values import WorkValues
water = Agency.objects.get(key="water")
by = replace(job("tests"), agency=water)
for name in ("first", "second"):
    work = record_work(by=by, agency=water, values=WorkValues(ref=name))
    paper = Paper(title=name, file_name="a.png", content=b"\\x89PNG\\r\\n\\x1a\\n" + name.encode())
    print(attach_document(by=by, subject=work.public_id, paper=paper).digest)
"""


def test_documents_go_with_the_copy_and_come_back(living: Living) -> None:
    one, two = living.python(ATTACH).split()
    copies = living.folder / "copies"
    copy = copies / ("copy.dump" if living.base else "copy.sqlite3")
    well(living, "backup", str(copy))
    listed = subprocess.run(["sha256sum", "-c", f"{copy.name}.sha256"], cwd=copies, check=False)
    assert listed.returncode == 0, "the list is sha256sum's own"
    shutil.rmtree(living.folder / "files" / one[:2])
    assert living.run("backup", str(copies / f"later{copy.suffix}")).returncode == 1
    well(living, "restore", str(copy), "--verify")
    assert not (living.folder / "files" / one[:2]).exists(), "--verify changes nothing"

    held = copies / "documents" / two[:2] / two
    whole = held.read_bytes()
    held.write_bytes(whole + b"!")
    refused = living.run("restore", str(copy), "--verify")
    assert refused.returncode == 2
    assert f"Document {two} is not what it was." in " ".join(refused.stderr.split())
    held.unlink()
    assert living.run("restore", str(copy)).returncode == 2
    well(living, "restore", str(copy), "--verify", "--no-documents")

    held.write_bytes(whole)
    well(living, "restore", str(copy))
    for digest in (one, two):
        back = living.folder / "files" / digest[:2] / digest
        assert file_copies.hash_of(back) == digest
    if living.base:
        drop_what_stood_before(living)


def test_a_copy_whose_list_does_not_tell_of_a_document_is_refused(living: Living) -> None:
    one, _ = living.python(ATTACH).split()
    copy = living.folder / "copies" / ("copy.dump" if living.base else "copy.sqlite3")
    well(living, "backup", str(copy))
    told = file_copies.list_of(copy)
    lines = told.read_text().splitlines(keepends=True)
    told.write_text("".join(line for line in lines if not line.startswith(one)))
    refused = living.run("restore", str(copy), "--verify")
    assert (refused.returncode, "is not in the copy" in " ".join(refused.stderr.split())) == (
        2,
        True,
    )
    told.unlink()
    assert living.run("restore", str(copy), "--verify").returncode == 2


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes of three kept files."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    digests = []
    for content in (b"a", b"b", b"c"):
        (tmp_path / "new").write_bytes(content)
        digest = file_copies.hash_of(tmp_path / "new")
        place = tmp_path / "files" / digest[:2] / digest
        place.parent.mkdir(parents=True)
        (tmp_path / "new").replace(place)
        digests.append(digest)
    return digests


def test_a_file_goes_when_the_last_copy_that_names_it_goes(
    tmp_path: Path, store: list[str]
) -> None:
    assert file_copies.stored() == set(store)
    old, new = tmp_path / "b" / "old.sqlite3", tmp_path / "b" / "new.sqlite3"
    old.parent.mkdir()
    assert file_copies.copy_files(old, store[:2]) == []
    assert file_copies.copy_files(new, [*store[1:], "f" * 64]) == ["f" * 64]
    file_copies.list_of(old).unlink()
    now = timezone.now()
    assert file_copies.prune_files(old.parent, now) == 0, "fresh files are spared"
    assert file_copies.prune_files(old.parent, now + timedelta(days=2)) == 1
    assert sorted(file_copies.listed(new)) == sorted(store[1:])
    assert file_copies.faults(new, store[1:]) == []


def test_what_is_there_already_is_not_copied_again(tmp_path: Path, store: list[str]) -> None:
    copy = tmp_path / "b" / "one.sqlite3"
    copy.parent.mkdir()
    file_copies.copy_files(copy, store)
    held = copy.parent / "documents" / store[0][:2] / store[0]
    number = held.stat().st_ino
    os.utime(held, (0, 0))
    file_copies.copy_files(copy.with_name("two.sqlite3"), store)
    assert held.stat().st_ino == number
    assert held.stat().st_mtime > 0, "it is fresh again, so that nobody prunes it meanwhile"


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    for line in ("../../etc/passwd", f"{'a' * 64}  documents/bb/{'a' * 64}", "milk"):
        file_copies.list_of(copy).write_text(f"{line}\n")
        (sentence,) = file_copies.faults(copy, [])
        assert "names no file" in sentence
