"""What happens once a day: the copy, and the anchor of the ledger's chains."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task

from hamgam.ledger.anchors import drop_anchor
from hamgam.web import copies

ANCHORS = "anchors.jsonl"


@task()
def back_up() -> str:
    """Copy the register beside its data and remove the oldest copies; where the copy lies."""
    copy = copies.take(copies.default_place())
    copies.prune()
    if copy.lost:
        raise copies.CopyFault(f"{copy.place} stands; {len(copy.lost)} documents have no file.")
    return str(copy.place)


def anchors_place() -> Path:
    """The file of anchors in the installation's own folder."""
    return Path(settings.MEDIA_ROOT).parent / ANCHORS


@task()
def anchor_heads() -> str:
    """Append where every chain stands to the file of anchors, and mail the line to the address in
    the settings; the line."""
    now = timezone.now()
    line = drop_anchor(anchors_place(), now)
    if settings.HAMGAM_ANCHOR_MAIL:
        subject = f"Hamgam: where the chains stand, {now:%Y-%m-%d}"
        send_mail(subject, f"{line}\n", None, [settings.HAMGAM_ANCHOR_MAIL])
    return line
