"""Uploads: a file of works laid on the table as one act, and taken back as one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.kit.ids import new_id
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.actions.works import change_work, new_work
from hamgam.register.models import (
    Commitment,
    Document,
    DuplicateProposal,
    Finding,
    KnownHeading,
    Note,
    Upload,
    Window,
    Work,
)
from hamgam.register.parts import parts
from hamgam.register.queries import uploads_visible_to
from hamgam.register.values import WorkValues, check, faults_of
from hamgam.register.vocabulary import FindingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What an upload did to the table."""

    recorded: int
    edited: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading by its mark, and what its columns were said to be."""

    head: str
    fields: Mapping[str, str]
    ignored: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The file an upload came by; `misread` holds what could not be taken from it."""

    name: str
    digest: str
    misread: Sequence[Mapping[str, object]] = ()
    heading: Heading | None = None
    """What its columns were said to be, to be remembered; None when nobody said."""
    public_id: str = ""
    """What the upload shall be called; empty for a fresh id."""


Tell = Callable[[int, int], None]
"""Hears how many of how many works are laid; may raise, and then nothing is."""


def _nobody_hears(_done: int, _total: int) -> None:
    pass


def _same(row: Work, values: WorkValues) -> bool:
    columns = values.columns()
    shape = values.geometry
    alike = all(getattr(row, name) == value for name, value in columns.items())
    mine = row.shape
    if mine is None or shape is None:
        return alike and mine is shape
    return alike and bool(mine.equals_exact(shape, 1e-9))


def _standing(agency: Agency, refs: set[str]) -> dict[str, Work]:
    rows = Work.objects.filter(agency=agency, withdrawn__isnull=True, merged_into__isnull=True)
    rows = rows.select_related("agency", "project")
    return {row.ref: row for part in parts(refs - {""}) for row in rows.filter(ref__in=part)}


TOGETHER = 500
"""Works that are written by one statement."""


def _write(fresh: list[Work]) -> None:
    """Write the new works together, and forget them."""
    Work.objects.bulk_create(fresh)
    fresh.clear()


def _lay(
    by: Acting, upload: Upload, told: Sequence[WorkValues], tell: Tell
) -> tuple[Tally, list[Work]]:
    known = _standing(upload.agency, {values.ref for values in told})
    touched: list[Work] = []
    fresh: list[Work] = []
    recorded = edited = 0
    for number, values in enumerate(told):
        if number % TOGETHER == 0:
            _write(fresh)
            tell(number, len(told))
        row = known.get(values.ref)
        if row is None:
            row = new_work(upload.agency, values, project=None, upload=upload)
            fresh.append(row)
            recorded += 1
            if values.ref:
                known[values.ref] = row
        elif _same(row, values := replace(values, sharing=Sharing(row.sharing))):
            continue
        else:
            _write(fresh)  # the file may tell of one work twice
            change_work(row, values, actor=by.actor)
            edited += 1
        touched.append(row)
    _write(fresh)
    tally = Tally(recorded=recorded, edited=edited, unchanged=len(told) - recorded - edited)
    return tally, touched


def upload_works(
    *,
    by: Acting,
    agency: Agency,
    file: File,
    told: Sequence[WorkValues],
    tell: Tell = _nobody_hears,
) -> tuple[Upload, Tally]:
    """Lay a file of works on the table; a second upload changes only what changed.

    Planners of the agency; records one `works_uploaded` that names every work it touched. Refuses
    (`validation`) when any row has a fault: half a file is never saved.
    """
    by.require(Right.UPLOAD_WORKS, agency.path)
    _refuse_faults(told)
    with deed(by):
        upload = Upload.objects.create(
            public_id=file.public_id or new_id("u"),
            agency=agency,
            file_name=file.name[:255],
            digest=file.digest,
            rows=len(told),
            misread=list(file.misread),
            at=timezone.now(),
        )
        tally, touched = _lay(by, upload, told, tell)
        tell(len(told), len(told))
        _remember(agency, file.heading)
        record_fact(
            "works_uploaded",
            subject=upload.public_id,
            payload={
                "agency": agency.key,
                "recorded": tally.recorded,
                "edited": tally.edited,
                "works": [row.public_id for row in touched],
            },
        )
    return upload, tally


def _remember(agency: Agency, heading: Heading | None) -> None:
    """Keep what the columns of a heading were said to be."""
    if heading is not None:
        KnownHeading.objects.update_or_create(
            agency=agency,
            head=heading.head,
            defaults={"fields": dict(heading.fields), "ignored": list(heading.ignored)},
        )


def _refuse_faults(told: Sequence[WorkValues]) -> None:
    faults = [
        {**fault, "pointer": f"#/works/{number}{fault['pointer'][1:]}"}
        for number, values in enumerate(told)
        for fault in faults_of(values)
    ]
    if faults:
        raise Refused("validation", errors=faults[:100])
    for values in told:
        check(values)


def _built_on(upload: Upload) -> bool:
    """Whether anybody did something with a work of the upload after it came."""
    works = Work.objects.filter(upload=upload)
    ids = works.values("public_id")
    either = Q(a__in=works) | Q(b__in=works)
    return (
        works.exclude(version=1).exists()
        or Window.objects.filter(work__in=works).exists()
        or Finding.objects.filter(either, state=FindingState.DISMISSED).exists()
        or DuplicateProposal.objects.filter(Q(keep__in=works) | Q(drop__in=works)).exists()
        or any(
            model.objects.filter(subject__in=ids).exists() for model in (Commitment, Document, Note)
        )
    )


def undo_upload(*, by: Acting, upload: str) -> Upload:
    """Withdraw every work an upload brought, as one act. Planners of the agency, until somebody
    builds on one of them; records `upload_undone`. Works it only edited keep the edit and their
    earlier versions."""
    with deed(by):
        row = in_hand(uploads_visible_to(by), upload)
        by.require(Right.UPLOAD_WORKS, row.agency.path)
        if row.undone or _built_on(row):
            raise Refused("state")
        row.undone = timezone.now()
        row.save(update_fields=["undone"])
        works = Work.objects.filter(upload=row, withdrawn__isnull=True)
        ids = list(works.values_list("public_id", flat=True))
        works.update(
            withdrawn=row.undone, withdrawn_for=f"upload {row.public_id} undone", version=2
        )
        record_fact("upload_undone", subject=row.public_id, payload={"works": ids})
    return row
