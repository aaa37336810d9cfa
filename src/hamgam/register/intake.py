"""A file on its way to the table: kept until it is confirmed, read, judged, never half-saved."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from hamgam.agencies.models import Agency
from hamgam.engine import findings as engine
from hamgam.engine.overlaps.find import find
from hamgam.engine.works import Work as EngineWork
from hamgam.exchange.options import ReadOptions
from hamgam.exchange.persian import normalise
from hamgam.exchange.read import read_tables, read_works
from hamgam.kit.refusals import Refused
from hamgam.register.actions.uploads import File, Heading
from hamgam.register.bridge import engine_works
from hamgam.register.judging import seasons_of
from hamgam.register.law import Law
from hamgam.register.marks import city
from hamgam.register.models import Work
from hamgam.register.models.columns import in_view
from hamgam.register.uploading.columns import (
    SeenColumn,
    head_of,
    heeded,
    readable_tables,
    seen_columns,
)
from hamgam.register.uploading.known import known_said
from hamgam.register.uploading.places import with_known_places, with_places
from hamgam.register.uploading.refs import with_lasting_refs
from hamgam.register.uploading.said import Said, read_said
from hamgam.register.values import WorkValues, faults_of, values_of

MOST_BYTES = 20 * 1024 * 1024
MOST_WORKS = 100_000
WAITS = timedelta(hours=24)
"""How long a file waits to be confirmed; only the session that brought it can open it, and no
session lasts so long."""
ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".geojson", ".json", ".zip", ".kml", ".kmz")
SOURCE = re.compile(r", row (?P<row>[0-9]+)")
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that could not be taken as it stands."""

    where: str
    row: int
    field: str
    value: str
    reason: str
    hint: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a file would lay on the table."""

    works: Sequence[EngineWork]
    values: Sequence[WorkValues]
    misread: Sequence[Row]
    file: File
    foreign: int
    """Rows of other agencies, left out."""
    left: int
    """Rows beyond MOST_WORKS, left out."""
    columns: Sequence[SeenColumn]
    said: Said
    head: str
    """The mark of the file's heading."""


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "waiting"


def keep(file: UploadedFile) -> str:
    """Keep the bytes until they are confirmed; the token of the preview. Refuses (`media_type`,
    `too_large`) what cannot be a list of works."""
    name = Path(file.name or "").name
    if Path(name).suffix.lower() not in ENDINGS:
        raise Refused("media_type")
    if (file.size or 0) > MOST_BYTES:
        raise Refused("too_large")
    token = secrets.token_urlsafe(18)
    place = _folder() / token
    place.mkdir(parents=True)
    with (place / f"{token}{Path(name).suffix.lower()}").open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    (place / "name").write_text(name[:200], encoding="utf-8")
    return token


def kept_file(token: str) -> Path:
    """The file behind a token; refuses (`not_found`) when nothing waits there."""
    place = _folder() / token
    found = list(place.glob(f"{token}.*")) if TOKEN.fullmatch(token) else []
    if not found:
        raise Refused("not_found")
    return found[0]


def kept_name(token: str) -> str:
    """What its person calls the file behind a token; refuses (`not_found`) when nothing waits."""
    return (kept_file(token).parent / "name").read_text(encoding="utf-8")


def forget(token: str) -> None:
    """Let go of a file that was confirmed or given up."""
    shutil.rmtree(kept_file(token).parent, ignore_errors=True)


def forget_abandoned(now: datetime) -> int:
    """Let go of files that have waited longer than any log-in lasts; how many. A file that is
    confirmed at the same moment is left to its confirmer."""
    folder, count = _folder(), 0
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        if now.timestamp() - place.stat().st_mtime > WAITS.total_seconds():
            shutil.rmtree(place, ignore_errors=True)
            count += 1
    return count


def _names(agency: Agency) -> set[str]:
    told = {agency.key, agency.name_fa, agency.name_en, agency.name_ar}
    for known in city().agencies:
        if known.key == agency.key:
            told |= {*known.aliases, *known.names.values()}
    return {normalise(name) for name in told if name}


def _own_works(works: Sequence[EngineWork], agency: Agency) -> list[EngineWork]:
    """The works of the agency. A column that names not one agency of the city, as that of the
    contractors, says nothing about whose the works are."""
    told = {normalise(work.agency) for work in works if work.agency}
    if told.isdisjoint(_names_of_all() | _names(agency)):
        return list(works)
    own = _names(agency)
    return [work for work in works if normalise(work.agency or agency.key) in own]


def _names_of_all() -> set[str]:
    return {
        normalise(name)
        for known in city().agencies
        for name in (known.key, *known.aliases, *known.names.values())
    }


def take_in(token: str, agency: Agency) -> Intake:
    """Read a waiting file for an agency, as far as a person said what its columns are and where
    its rows lie; the same file and words give the same rows."""
    path = kept_file(token)
    name = kept_name(token)
    tables = readable_tables(path)
    said = read_said(path.parent) or known_said(agency, tables)
    options = ReadOptions(city=city(), default_agency=agency.key, map=said.fields)
    if tables:
        reading = read_tables(path, heeded(tables, said), options)
    else:
        reading = read_works([path], options)  # for the sentence that says why
    works = with_lasting_refs(_own_works(reading.works, agency), path.stem)
    own = [replace(work, agency=agency.key) for work in works[:MOST_WORKS]]
    placed = with_places(with_known_places(own, agency), said)
    told = [(work, values_of(work)) for work in placed]
    sound = [(work, values) for work, values in told if not faults_of(values)]
    misread = [
        *(Row(**{**asdict(row), "where": name}) for row in reading.misread),
        *_unfit(told, name),
    ]
    lost = {work.ref for work in own if work.geometry is None}
    misread = still_wrong(misread, [w for w in placed if w.geometry is not None and w.ref in lost])
    return Intake(
        works=[work for work, _ in sound],
        values=[values for _, values in sound],
        misread=misread,
        file=File(
            name=name,
            digest=hashlib.sha256(path.read_bytes()).hexdigest(),
            misread=[asdict(row) for row in misread],
        ),
        foreign=len(reading.works) - len(works),
        left=max(len(works) - MOST_WORKS, 0),
        columns=seen_columns(tables, reading.columns.get(path.name, {})),
        said=said,
        head=head_of(tables),
    )


def heading_of(intake: Intake) -> Heading | None:
    """What a person said of the file's columns, to be remembered; None when nobody said."""
    if not intake.said.is_settled:
        return None
    return Heading(head=intake.head, fields=intake.said.fields, ignored=intake.said.ignored)


def _unfit(told: Sequence[tuple[EngineWork, WorkValues]], name: str) -> list[Row]:
    """The faults of values that the table does not take."""
    return [
        Row(
            where=name, row=row_of(work), field=fault["pointer"].removeprefix("#/"),
            value=work.ref, reason=fault["detail"], hint="", kept=False,
        )
        for work, values in told
        for fault in faults_of(values)
    ]  # fmt: skip


def row_of(work: EngineWork) -> int:
    """The number of the row that a work came from, 0 when it is not told."""
    found = SOURCE.search(work.source)
    return int(found["row"]) if found else 0


def still_wrong(rows: Sequence[Row], placed: Sequence[EngineWork]) -> list[Row]:
    """The doubts that stay once some works were put in their place."""
    numbers = {row_of(work) for work in placed}
    doubts = {"geometry", "address"}
    return [row for row in rows if row.row not in numbers or row.field not in doubts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A finding that a file would cause: the work of the file, and the one that stands."""

    finding: engine.Finding
    new: EngineWork
    other: EngineWork | None
    standing: Work | None


def _window(works: Sequence[EngineWork], reach_m: float) -> tuple[float, float, float, float]:
    boxes = [work.geometry.bounds for work in works if work.geometry is not None]
    side = reach_m / 85_000
    lows, highs = [box[:2] for box in boxes], [box[2:] for box in boxes]
    return (
        min(x for x, _ in lows) - side, min(y for _, y in lows) - side,
        max(x for x, _ in highs) + side, max(y for _, y in highs) + side,
    )  # fmt: skip


def foresee(intake: Intake, agency: Agency, by: Law, today: date) -> list[Foreseen]:
    """What the rules would say of the file's works beside all that stands; nothing is written."""
    placed = [work for work in intake.works if work.geometry is not None]
    if not placed:
        return []
    refs = {work.ref for work in intake.works}
    standing = Work.objects.filter(
        in_view(*_window(placed, by.reach_m)), withdrawn__isnull=True, merged_into__isnull=True
    ).select_related("agency", "project")
    rows = [row for row in standing if not (row.agency_id == agency.pk and row.ref in refs)]
    by_id = {row.public_id: row for row in rows}
    new = {f"new:{number}": work for number, work in enumerate(placed)}
    marked = [replace(work, ref=ref) for ref, work in new.items()]
    found = find(
        [*marked, *engine_works(rows)], by.pack, today=today, zones=by.zones,
        windows=seasons_of(placed, by), calendar=by.calendar, epsg=by.epsg,
    )  # fmt: skip
    told = []
    for finding in found:
        sides = [ref for ref in (finding.a, finding.b) if ref]
        mine = [ref for ref in sides if ref in new]
        if not mine:
            continue
        rest = [ref for ref in sides if ref != mine[0]]
        other = rest[0] if rest else None
        told.append(
            Foreseen(
                finding=finding,
                new=new[mine[0]],
                other=new.get(other) if other else None,
                standing=by_id.get(other) if other else None,
            )
        )
    return told
