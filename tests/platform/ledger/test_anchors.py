from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from hamgam.agencies.models import Agency
from hamgam.ledger import chain
from hamgam.ledger.anchors import AnchorFault, breaks, drop_anchor, read_anchors
from hamgam.ledger.models import Change, Head
from hamgam.ledger.signing import Signature, signed
from hamgam.web.commands.audit import verify
from hamgam.web.nightly import anchor_heads, anchors_place

WATER = Signature(actor="person:p-1", agency="water", request="r1")
GAS = Signature(actor="person:p-2", agency="gas", request="r2")

pytestmark = pytest.mark.django_db


def write(signature: Signature, *keys: str) -> None:
    with signed(signature):
        for key in keys:
            Agency.objects.create(key=key, path=f"/{key}/", kind="utility", name_fa="آب")


def rewrite_from(position: int, agency: str) -> None:
    """What somebody does who owns the database: alter a row, and make every later link fit."""
    on = " ON ledger_change" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER hamgam_seal_update_ledger_change{on}")
    prev = ""
    for change in Change.objects.filter(agency=agency).order_by("position"):
        if change.position == position:
            change.after = change.after.replace("utility", "charity")
        change.prev = prev
        prev = change.hash = chain.link(change)
        change.save()
    Head.objects.filter(agency=agency).update(hash=prev)


def test_a_rewritten_chain_is_whole_and_does_not_pass_through_its_anchor(tmp_path: Path) -> None:
    write(WATER, "w1", "w2", "w3")
    write(GAS, "g1")
    file = tmp_path / "anchors.jsonl"
    drop_anchor(file, timezone.now())
    write(WATER, "w4")
    drop_anchor(file, timezone.now())
    anchors = read_anchors(file.read_text())
    assert (list(breaks(anchors)), verify(anchors=file)) == ([], 0)
    rewrite_from(2, "water")
    assert all(walk.fault is None for walk in chain.walk_all()), "every link fits"
    (fault,) = breaks(anchors)
    assert (fault.agency, fault.position) == ("water", 3)
    assert verify() == 0
    assert verify(anchors=file) == 1


def test_a_row_after_the_last_anchor_is_beyond_its_word(tmp_path: Path) -> None:
    write(WATER, "w1")
    file = tmp_path / "anchors.jsonl"
    drop_anchor(file, timezone.now())
    write(WATER, "w2")
    rewrite_from(2, "water")
    assert list(breaks(read_anchors(file.read_text()))) == []


def test_a_chain_that_was_cut_does_not_reach_its_anchor(tmp_path: Path) -> None:
    write(WATER, "w1", "w2")
    file = tmp_path / "anchors.jsonl"
    drop_anchor(file, timezone.now())
    on = " ON ledger_change" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER hamgam_seal_delete_ledger_change{on}")
    Change.objects.filter(agency="water", position=2).delete()
    kept = Change.objects.get(agency="water")
    Head.objects.filter(agency="water").update(hash=kept.hash, length=1)
    assert all(walk.fault is None for walk in chain.walk_all())
    (fault,) = breaks(read_anchors(file.read_text()))
    assert "does not reach" in fault.reason


def test_the_anchors_are_a_chain_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    for key in ("w1", "w2", "w3"):
        write(WATER, key)
        drop_anchor(file, timezone.now())
    first, second, third = file.read_text().splitlines()
    assert len(read_anchors("\n".join((second, third)))) == 2, "the oldest may be cut off"
    for altered in (
        (first.replace('"length":1', '"length":9'), second, third),
        (first, third),
        (first, "{}", third),
        (first, "no json", third),
    ):
        with pytest.raises(AnchorFault, match="Line"):
            read_anchors("\n".join(altered))


def test_the_job_writes_the_day_and_mails_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    monkeypatch.setattr(settings, "HAMGAM_ANCHOR_MAIL", "archive@example.ir")
    write(WATER, "w1")
    line = anchor_heads.call()
    assert anchors_place().read_text() == f"{line}\n"
    (message,) = mail.outbox
    assert (message.to, message.body) == (["archive@example.ir"], f"{line}\n")
    told = json.loads(line)["heads"]["water"]
    assert told == {"hash": Head.objects.get(agency="water").hash, "length": 1}
    monkeypatch.setattr(settings, "HAMGAM_ANCHOR_MAIL", "")
    anchor_heads.call()
    assert (len(mail.outbox), len(anchors_place().read_text().splitlines())) == (1, 2)


def test_a_file_that_holds_no_anchors_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shopping.txt"
    file.write_text("milk\n")
    assert verify(anchors=file) == 2
    assert verify(anchors=tmp_path / "nothing") == 2
