"""Works: record, edit (the earlier version is kept), withdraw."""

from __future__ import annotations

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.engine.works import Kind
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import compare_version, in_hand, iso
from hamgam.register.models import Project, Upload, Work, WorkVersion
from hamgam.register.queries import works_visible_to
from hamgam.register.values import WorkValues, check

RIGHT_TO_RECORD = {Kind.SURFACE: Right.RECORD_SURFACE}
"""Who may lay what on the table; anything else needs RECORD_WORK."""


def right_for(kind: Kind) -> Right:
    """The right by which a work of that kind is recorded."""
    return RIGHT_TO_RECORD.get(kind, Right.RECORD_WORK)


def _told(row: Work) -> dict[str, object]:
    return {
        "agency": row.agency.key,
        "kind": row.kind,
        "street": row.street,
        "begins": iso(row.begins),
        "ends": iso(row.ends),
        "version": row.version,
    }


def _refuse_twin(agency: Agency, ref: str, but: int = 0) -> None:
    twins = Work.objects.filter(agency=agency, ref=ref, withdrawn__isnull=True).exclude(pk=but)
    if ref and twins.exists():
        raise Refused("taken", key=ref)


def new_work(
    agency: Agency, values: WorkValues, *, project: Project | None, upload: Upload | None
) -> Work:
    """A new work, not yet written; part of several deeds."""
    row = Work(agency=agency, project=project, upload=upload, **values.columns())
    row.lay_at(values.geometry)
    return row


def add_work(
    agency: Agency, values: WorkValues, *, project: Project | None, upload: Upload | None
) -> Work:
    """Write a new work under the signature at hand; part of several deeds."""
    row = new_work(agency, values, project=project, upload=upload)
    row.save()
    return row


def change_work(row: Work, values: WorkValues, *, actor: str) -> Work:
    """Write new values and keep the earlier version; part of several deeds."""
    WorkVersion.objects.create(
        work=row, number=row.version, values=version_of(row), actor=actor, at=timezone.now()
    )
    for name, value in values.columns().items():
        setattr(row, name, value)
    row.lay_at(values.geometry)
    row.version += 1
    row.save()
    return row


def version_of(row: Work) -> dict[str, object]:
    """A work as it stands, as JSON: every column of WorkValues, the geometry as WKT."""
    names = WorkValues().columns()
    told = {name: getattr(row, name) for name in names}
    days = {name: value.isoformat() for name, value in told.items() if hasattr(value, "isoformat")}
    shape = row.shape
    return told | days | {"geometry": shape.wkt if shape else None}


def record_work(
    *, by: Acting, agency: Agency, values: WorkValues, project: Project | None = None
) -> Work:
    """Lay a work on the shared table. Planners of its agency; records `work_recorded`."""
    by.require(right_for(values.kind), agency.path)
    check(values)
    with deed(by):
        _refuse_twin(agency, values.ref)
        row = add_work(agency, values, project=project, upload=None)
        record_fact("work_recorded", subject=row.public_id, payload=_told(row))
    return row


def edit_work(*, by: Acting, work: str, version: int, values: WorkValues) -> Work:
    """Change a work; the earlier version is kept. Planners of its agency; records
    `work_edited`."""
    check(values)
    with deed(by):
        row = in_hand(works_visible_to(by), work)
        by.require(right_for(Kind(row.kind)), row.agency.path, subject=row.public_id)
        by.require(right_for(values.kind), row.agency.path, subject=row.public_id)
        if row.withdrawn or row.merged_into_id:
            raise Refused("state")
        compare_version(row.version, version)
        _refuse_twin(row.agency, values.ref, but=row.pk)
        change_work(row, values, actor=by.actor)
        record_fact("work_edited", subject=row.public_id, payload=_told(row))
    return row


def withdraw_work(*, by: Acting, work: str, version: int, reason: str) -> Work:
    """Take a work off the table; it stays readable as withdrawn. Planners of its agency; records
    `work_withdrawn`."""
    with deed(by):
        row = in_hand(works_visible_to(by), work)
        by.require(right_for(Kind(row.kind)), row.agency.path, subject=row.public_id)
        if row.withdrawn or row.merged_into_id:
            raise Refused("state")
        compare_version(row.version, version)
        row.withdrawn, row.withdrawn_for = timezone.now(), reason
        row.version += 1
        row.save()
        record_fact("work_withdrawn", subject=row.public_id, payload={"reason": reason})
    return row
