"""Documents and internal notes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.kit.fields import Day, In, Out, Prose, PublicId, Told
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.actions.papers import LARGEST, Paper, attach_document, place_of, write_note
from hamgam.register.models import Document, Note

router = Router(tags=["papers"])


class DocumentIn(In):
    """What is told about a file."""

    subject: PublicId
    title: Told
    taken_on: Day | None = None
    sharing: Sharing = Sharing.OWN


class DocumentOut(Out):
    """A file that belongs to a work or a project."""

    public_id: str
    subject: str
    title: str
    file_name: str
    media_type: str
    size: int
    digest: str
    taken_on: date | None
    sharing: str


class DocumentList(Out):
    """A page of documents."""

    items: list[DocumentOut]
    next: str | None


class NoteIn(In):
    """An internal note."""

    subject: PublicId
    text: Prose


class NoteOut(Out):
    """An internal note."""

    public_id: str
    subject: str
    text: str
    actor: str
    at: datetime


class NoteList(Out):
    """A page of notes."""

    items: list[NoteOut]
    next: str | None


@router.get(
    "/documents",
    response=DocumentList,
    auth=Door(Right.READ_PUBLIC),
    operation_id="list_documents",
)
def list_documents(
    request: HttpRequest,
    response: HttpResponse,
    subject: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """The documents one may see."""
    rows = queries.documents_visible_to(acting_of(request))
    if subject:
        rows = rows.filter(subject=subject)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/documents",
    response={201: DocumentOut},
    auth=Door(Right.RECORD_DOCUMENT),
    operation_id="attach_document",
)
def post_document(
    request: HttpRequest,
    told: Annotated[DocumentIn, Form()],
    file: Annotated[UploadedFile, File()],
) -> Status[Document]:
    """Attach a PDF, JPEG or PNG of at most 20 MB to a work or a project."""
    if (file.size or 0) > LARGEST:
        raise Refused("too_large")
    paper = Paper(
        title=told.title,
        file_name=file.name or "",
        content=file.read(),
        taken_on=told.taken_on,
        sharing=told.sharing,
    )
    return Status(201, attach_document(by=acting_of(request), subject=told.subject, paper=paper))


@router.get(
    "/documents/{document_id}/content",
    response={200: None},
    auth=Door(Right.READ_PUBLIC),
    operation_id="get_document_content",
)
def get_content(request: HttpRequest, document_id: PublicId) -> FileResponse:
    """The file's bytes, never shown inside the site."""
    rows = queries.documents_visible_to(acting_of(request))
    row = rows.filter(public_id=document_id).first()
    # A register that came back from a copy without its documents knows files it no longer holds.
    if row is None or not place_of(row.digest).is_file():
        raise Refused("not_found")
    response = FileResponse(
        place_of(row.digest).open("rb"),
        as_attachment=True,
        filename=row.file_name,
        content_type=row.media_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response


@router.get(
    "/notes", response=NoteList, auth=Door(Right.READ_CONFIDENTIAL), operation_id="list_notes"
)
def list_notes(
    request: HttpRequest,
    response: HttpResponse,
    subject: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """One's own agency's internal notes."""
    rows = queries.notes_visible_to(acting_of(request))
    if subject:
        rows = rows.filter(subject=subject)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/notes",
    response={201: NoteOut},
    auth=Door(Right.READ_CONFIDENTIAL),
    operation_id="write_note",
)
def post_note(request: HttpRequest, body: NoteIn) -> Status[Note]:
    """Write a note that only one's own agency reads."""
    return Status(201, write_note(by=acting_of(request), subject=body.subject, text=body.text))
