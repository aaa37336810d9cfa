"""The complaints line's own export, laid beside what people report here: the same number is the
same complaint, however often the file comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.engine.works import Certainty
from hamgam.exchange.city.serving import ProblemKind
from hamgam.exchange.complaints import Complaint, Standing
from hamgam.exchange.days import Moment
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import normalise
from hamgam.exchange.places import StreetIndex, locate
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.marks import city
from hamgam.service.actions.reporting import lay_on_desk
from hamgam.service.forms import is_in_city
from hamgam.service.models import CitizenReport, ReportStep
from hamgam.service.routing import Route, line_desk, route
from hamgam.service.settings_of_city import serving
from hamgam.service.vocabulary import Channel, Move, State
from hamgam.service.workflow import OPEN

MOST_ROWS = 5000
"""Of one file."""
STATES: Mapping[Standing, tuple[State, Move]] = {
    Standing.RECEIVED: (State.RECEIVED, Move.RECEIVE),
    Standing.ANSWERED: (State.ANSWERED, Move.ANSWER),
    Standing.SOLVED: (State.SOLVED, Move.SOLVE),
    Standing.DECLINED: (State.DECLINED, Move.DECLINE),
}


ORDER = (State.RECEIVED, State.ANSWERED, State.DECLINED, State.SOLVED)
"""The states that the line knows, the farthest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A complaint that can stand here: its kind, its place and, where the line named one, its
    owner."""

    told: Complaint
    kind: ProblemKind
    place: BaseGeometry | None
    certainty: Certainty
    street: str
    agency: Agency | None


@dataclass(slots=True, kw_only=True)
class Tally:
    """What an import did, by number."""

    recorded: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Judged:
    """The rows that can stand, and those that cannot with the reason."""

    rows: list[Placed] = field(default_factory=list)
    misread: list[Misread] = field(default_factory=list)


class _Judge:
    """Knows the city's kinds, streets and agencies by their names."""

    def __init__(self) -> None:
        told = {k.key: (k.key, *k.names.values(), *k.also) for k in serving().kinds}
        self.kinds = {normalise(name): key for key, names in told.items() for name in names}
        self.streets = StreetIndex(city())
        self.agencies: dict[str, Agency] = {}
        for row in agencies():
            for name in (row.key, row.name_fa, row.name_en, row.name_ar):
                if name:
                    self.agencies.setdefault(normalise(name), row)

    def place(self, row: Complaint) -> Placed | str:
        """The row as it can stand; a word of `service.import_*` where it cannot."""
        kind = serving().kind(self.kinds.get(normalise(row.kind), ""))
        if kind is None:
            return "kind"
        if row.spot is not None and not is_in_city(shapely.Point(row.spot)):
            return "outside"
        found = locate(row.street, self.streets) if row.street else ""
        at = None if isinstance(found, str) else found
        spot = shapely.Point(row.spot) if row.spot else at.geometry if at else None
        agency = self.agencies.get(normalise(row.agency)) if row.agency else None
        if spot is None and agency is None:
            return "place"
        return Placed(
            told=row,
            kind=kind,
            place=spot,
            certainty=Certainty.DRAWN if row.spot or at is None else at.certainty,
            street=(at.street if at else "") or row.street,
            agency=agency,
        )


def judged(rows: Iterable[Complaint]) -> Judged:
    """Which complaints can stand, and why the others cannot; writes nothing."""
    judge, found = _Judge(), Judged()
    for number, row in enumerate(rows):
        placed = judge.place(row) if number < MOST_ROWS else "many"
        if isinstance(placed, Placed):
            found.rows.append(placed)
        else:
            found.misread.append(_misread(row, placed))
    return found


def _misread(row: Complaint, reason: str) -> Misread:
    name = {"kind": "kind", "outside": "lat", "place": "street", "many": ""}[reason]
    value = {"kind": row.kind, "place": row.street, "outside": str(row.spot)}.get(reason, "")
    return Misread(where=row.where, row=row.row, field=name, value=value[:80], reason=reason)


def import_reports(*, by: Acting, rows: Sequence[Placed], source: str) -> Tally:
    """Lay the line's complaints on the table. The desk of the complaints line; records
    `reports_imported`. A number that is known moves on, never back, and not past what its reporter
    said."""
    by.require(Right.IMPORT_REPORTS, line_desk().path)
    if not rows:
        raise Refused("validation", errors=[{"pointer": "#/rows", "detail": "required"}])
    tally = Tally()
    with deed(by):
        numbers = [row.told.number for row in rows]
        known = {
            row.number_137: row
            for row in CitizenReport.objects.select_for_update().filter(number_137__in=numbers)
        }
        for row in rows:
            _lay(row, known.get(row.told.number), tally)
        payload = {"new": tally.recorded, "changed": tally.changed, "same": tally.unchanged}
        record_fact("reports_imported", subject=source[:60], payload=payload)
    return tally


def _lay(row: Placed, known: CitizenReport | None, tally: Tally) -> None:
    if known is None:
        _record(row)
        tally.recorded += 1
    elif _move_on(known, row.told):
        tally.changed += 1
    else:
        tally.unchanged += 1


def _at(moment: Moment) -> datetime:
    minute = min(moment.minute or 0, 24 * 60 - 1)
    plain = datetime.combine(moment.day, time(minute // 60, minute % 60))
    return plain.replace(tzinfo=UTC) if moment.utc else timezone.make_aware(plain)


def _times(told: Complaint) -> tuple[datetime | None, datetime | None]:
    """When it was answered and when solved, as far as its standing says so."""
    received = _at(told.received)
    closed = max(_at(told.closed), received) if told.closed else received
    is_closed = told.standing in {Standing.SOLVED, Standing.DECLINED}
    answered = max(_at(told.answered), received) if told.answered else None
    if told.standing is Standing.RECEIVED:
        return None, None
    solved = closed if told.standing is Standing.SOLVED else None
    return answered or (closed if is_closed else received), solved


def _record(placed: Placed) -> None:
    told, kind = placed.told, placed.kind
    received = _at(told.received)
    found = _owner(placed, received)
    answered, solved = _times(told)
    day = timezone.localdate(received)
    state, move = STATES[told.standing]
    row = CitizenReport(
        agency=found.agency,
        kind=kind.key,
        state=state.value,
        channel=Channel.LINE_137.value,
        text=told.text,
        street=placed.street,
        routed_by=found.by,
        work=found.work,
        number_137=told.number,
        received=received,
        answer_due=day + timedelta(days=kind.answer_days),
        solve_due=day + timedelta(days=kind.solve_days),
        answered=answered,
        solved=solved,
        certainty=placed.certainty.value,
    )
    row.lay_at(placed.place)
    row.save()
    ReportStep.objects.create(report=row, move=Move.RECEIVE.value, at=received)
    if move is not Move.RECEIVE:
        _step(row, move, solved or answered or received)
    if state in OPEN:
        lay_on_desk(row)


def _owner(placed: Placed, received: datetime) -> Route:
    """Whom the line named, else whose the place and the kind make it."""
    found = route(placed.kind, placed.place, timezone.localdate(received))
    if placed.agency is None:
        return found
    return Route(agency=placed.agency, by="line_137", work=found.work)


def _step(row: CitizenReport, move: Move, at: datetime) -> None:
    ReportStep.objects.create(report=row, move=move.value, agency=row.agency, at=at)


def _move_on(row: CitizenReport, told: Complaint) -> bool:
    """Whether a known complaint went further than what stands here."""
    state, move = STATES[told.standing]
    now = State(row.state)
    if now not in ORDER or ORDER.index(state) <= ORDER.index(now):
        return False
    answered, solved = _times(told)
    row.state, row.version = state.value, row.version + 1
    row.answered, row.solved = row.answered or answered, solved
    row.save(update_fields=["state", "version", "answered", "solved"])
    _step(row, move, solved or answered or row.received)
    return True
