"""Documents and internal notes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import acting_agency
from hamgam.register.models import Document, Note
from hamgam.register.queries import projects_visible_to, works_visible_to

LARGEST = 20 * 1024 * 1024
SIGNATURES = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "audio/webm": (b"\x1aE\xdf\xa3",),
    "audio/ogg": (b"OggS",),
    "audio/mp4": tuple(bytes((0, 0, 0, size)) + b"ftyp" for size in range(16, 64, 4)),
}
"""What may be attached: by its first bytes and by its name."""
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "audio/webm": (".webm",),
    "audio/ogg": (".ogg",),
    "audio/mp4": (".m4a",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file as it came."""

    title: str
    file_name: str
    content: bytes
    taken_on: date | None = None
    sharing: Sharing = Sharing.OWN


def media_type_of(paper: Paper) -> str:
    """The type of a file, by its bytes and its name together; refuses (`media_type`) any other."""
    for media_type, starts in SIGNATURES.items():
        named = paper.file_name.lower().endswith(SUFFIXES[media_type])
        if named and paper.content.startswith(starts):
            return media_type
    raise Refused("media_type")


def place_of(digest: str) -> Path:
    """Where the bytes of a file lie, by their hash."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def keep_bytes(content: bytes, digest: str) -> None:
    """Write the bytes whole and durable, before the row that names them. Part of several deeds."""
    place = place_of(digest)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(place)


def keep_picture(content: bytes) -> str:
    """Keep a PNG picture durably and give its hash; refuses (`media_type`) anything else. Part of
    several deeds."""
    return _keep_as("image/png", content)


def keep_jpeg(content: bytes) -> str:
    """Keep a JPEG photo durably and give its hash; refuses (`media_type`) anything else. Part of
    several deeds."""
    return _keep_as("image/jpeg", content)


def _keep_as(media_type: str, content: bytes) -> str:
    if not content.startswith(SIGNATURES[media_type]):
        raise Refused("media_type")
    digest = hashlib.sha256(content).hexdigest()
    keep_bytes(content, digest)
    return digest


def _subject_agency(by: Acting, subject: str) -> Agency:
    for rows in (works_visible_to(by), projects_visible_to(by)):
        found = rows.filter(public_id=subject).first()
        if found is not None:
            return found.agency
    raise Refused("not_found")


def attach_document(*, by: Acting, subject: str, paper: Paper) -> Document:
    """Attach a file to a work or a project. The people of its agency; records
    `document_attached`."""
    agency = _subject_agency(by, subject)
    by.require(Right.RECORD_DOCUMENT, agency.path, subject=subject)
    if len(paper.content) > LARGEST:
        raise Refused("too_large")
    media_type = media_type_of(paper)
    digest = hashlib.sha256(paper.content).hexdigest()
    keep_bytes(paper.content, digest)
    with deed(by):
        row = Document.objects.create(
            agency=agency,
            subject=subject,
            title=paper.title,
            file_name=Path(paper.file_name).name[:255],
            media_type=media_type,
            size=len(paper.content),
            digest=digest,
            taken_on=paper.taken_on,
            sharing=paper.sharing.value,
        )
        payload = {"document": row.public_id, "digest": digest}
        record_fact("document_attached", subject=subject, payload=payload)
    return row


def write_note(*, by: Acting, subject: str, text: str) -> Note:
    """Write an internal note on anything one may see; only one's own agency reads it. Those who
    may read confidential fields; records `note_written`."""
    _subject_agency(by, subject)
    agency = acting_agency(by)
    by.require(Right.READ_CONFIDENTIAL, agency.path)
    with deed(by):
        row = Note.objects.create(
            agency=agency, subject=subject, text=text, actor=by.actor, at=timezone.now()
        )
        record_fact("note_written", subject=subject, payload={"note": row.public_id})
    return row
