"""Re-judging: after a change, what lies within reach of it is looked at again in the same
transaction; a sweep in a job looks at everything."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

import shapely
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from hamgam.engine import findings as engine
from hamgam.engine import works
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.overlaps.find import Ground, find
from hamgam.ledger.models import Fact
from hamgam.ledger.turns import wait_for
from hamgam.register.bridge import engine_works
from hamgam.register.law import Law, law
from hamgam.register.models import Finding, Work
from hamgam.register.models.columns import in_view
from hamgam.register.parts import NAMED_AT_ONCE, parts
from hamgam.register.vocabulary import FindingState

TURN = "findings"
"""Whoever judges waits for the one before: two works laid side by side at the same moment would
otherwise not see each other."""
MOST_WINDOWS = 200
"""More windows than these are asked of the database as one: SQLite bounds how deep a condition may
be."""
METRES_PER_DEGREE = 111_000
"""Of latitude, rounded down, so that a window drawn with it is never too small."""


def _standing() -> Q:
    return Q(withdrawn__isnull=True, merged_into__isnull=True)


def _touched(fact: Fact) -> list[str]:
    """The public ids of the works a fact speaks of."""
    told = json.loads(fact.payload)
    return [fact.subject, *told.get("works", ()), *([told["dropped"]] if "dropped" in told else [])]


def around(rows: Sequence[Work], reach_m: float) -> Q:
    """Standing works whose boxes come within reach of any of the rows."""
    # A row with a place lies in its own window; a whole city's rows are too many to name.
    placeless = [row.pk for row in rows if row.geometry is None]
    is_named = len(placeless) <= NAMED_AT_ONCE
    found = Q(pk__in=placeless) if is_named else Q(geometry__isnull=True)
    boxes = [shape.bounds for row in rows if (shape := row.shape) is not None]
    if len(boxes) > MOST_WINDOWS:
        boxes = [tuple(shapely.total_bounds([shapely.box(*box) for box in boxes]).tolist())]
    for west, south, east, north in boxes:
        up = reach_m / METRES_PER_DEGREE
        side = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
        found |= in_view(west - side, south - up, east + side, north + up)
    return found


SEASON_MARGIN = timedelta(days=92)
"""How long before or after a work a season may still concern an arrangement of it."""


def seasons_of(told: Iterable[works.Work], by: Law) -> list[SeasonWindow]:
    """The dated seasons that can concern any of the works, however long those last; a city dates
    thousands, a trench meets few."""
    spans = [(work.begins, work.ends) for work in told if work.begins and work.ends]
    if not spans:
        return []
    first = min(begins for begins, _ in spans)
    last = max(ends for _, ends in spans) + by.season_lead
    return [window for window in by.windows if window.begins <= last and window.ends >= first]


def judged(
    rows: Iterable[Work], by: Law, today: date, about: set[str] | None = None
) -> list[engine.Finding]:
    """What the city's law says about some works, alone and in pairs. Seasons are looked up only for
    the works named in `about` (None: for all)."""
    told: list[works.Work] = engine_works(rows)
    near = seasons_of((work for work in told if about is None or work.ref in about), by)
    ground = Ground(zones=by.zones, windows=near, calendar=by.calendar, epsg=by.epsg)
    return list(find(told, by.pack, today=today, **ground))


def columns_of(found: engine.Finding) -> dict[str, object]:
    """A finding as the table's columns, without the works."""
    return {
        "rule": found.rule or "",
        "kind": found.kind.value,
        "severity": found.severity.value if found.severity else "",
        "consequence": found.consequence.value if found.consequence else "",
        "distance_m": found.distance_m,
        "overlap_days": found.overlap_days,
        "gap_days": found.gap_days,
        "certainty": found.certainty.value if found.certainty else "",
        "places": [json.loads(shapely.to_geojson(place.geometry)) for place in found.places],
    }


def _has_changed(row: Finding, a: Work, b: Work | None) -> bool:
    """Whether a side was edited since the finding was dismissed."""
    return (row.version_a, row.version_b) != (a.version, b.version if b else None)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A row as it must stand now, and which of its columns are new; none for one that stands so
    already."""

    row: Finding
    changed: frozenset[str]


def _judged_row(found: engine.Finding, row: Finding | None, held: dict[str, Work]) -> _Verdict:
    """An unchanged finding leaves no change in the ledger."""
    a, b = held[found.a], held[found.b] if found.b else None
    told = columns_of(found) | {"a_id": a.pk, "b_id": b.pk if b else None}
    if row is None:
        made = Finding(identity=found.id, first_found=timezone.now(), **told)
        return _Verdict(made, frozenset(told))
    returns = row.state == FindingState.DISMISSED and _has_changed(row, a, b)
    if returns or row.state == FindingState.LAPSED:
        told |= {"state": FindingState.OPEN.value, "dismissed_for": "", "dismissed_by": ""}
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return _Verdict(row, frozenset(changed))


def _write(verdicts: Sequence[_Verdict]) -> None:
    made = [verdict.row for verdict in verdicts if not verdict.row.pk]
    changed = [verdict for verdict in verdicts if verdict.row.pk and verdict.changed]
    Finding.objects.bulk_create(made, batch_size=500)
    # What a statement costs grows with its columns: only those that any of the rows needs.
    names = sorted(frozenset[str]().union(*(verdict.changed for verdict in changed)))
    if names:
        columns = [name.removesuffix("_id") for name in names]
        Finding.objects.bulk_update([v.row for v in changed], columns, batch_size=100)


def _lapse(standing: Iterable[Finding], found: set[str]) -> None:
    gone = [row for row in standing if row.identity not in found]
    gone = [row for row in gone if row.state != FindingState.LAPSED]
    for row in gone:
        row.state = FindingState.LAPSED.value
    Finding.objects.bulk_update(gone, ["state"], batch_size=500)


def _known(about: set[str] | None, ids: Sequence[str]) -> Iterator[Finding]:
    """The findings that stand about the works (None: about all), and those of the identities; some
    of them twice where the names are many."""
    if about is None:
        yield from Finding.objects.all()
        return
    for works_, found in zip_longest(parts(about), parts(ids), fillvalue=()):
        concerned = Q(a__public_id__in=works_) | Q(b__public_id__in=works_)
        yield from Finding.objects.filter(concerned | Q(identity__in=found))


def settle_findings(
    rows: Iterable[Work], found: Sequence[engine.Finding], about: set[str] | None
) -> None:
    """Write what was found about the works named in `about` (None: about all), and let the rest of
    what stood about them lapse."""
    held = {row.public_id: row for row in rows}
    chosen = [f for f in found if about is None or f.a in about or f.b in about]
    known = {row.identity: row for row in _known(about, [f.id for f in chosen])}
    _write([_judged_row(f, known.get(f.id), held) for f in chosen])
    _lapse(known.values(), {f.id for f in chosen})


def rejudge(fact: Fact) -> None:
    """Follow-up: judge again the works a fact speaks of, with all that lies within reach."""
    wait_for(TURN)
    today = timezone.localdate()
    by, ids = law(today), set(_touched(fact))
    related = Work.objects.select_related("agency", "project")
    touched = [row for part in parts(ids) for row in Work.objects.filter(public_id__in=part)]
    if not touched:
        return
    standing = [row for row in touched if row.withdrawn is None and row.merged_into_id is None]
    rows = list(related.filter(_standing(), around(standing, by.reach_m))) if standing else []
    about = {row.public_id for row in touched}
    settle_findings(rows, judged(rows, by, today, about), about)


def sweep(today: date) -> int:
    """Judge every standing work; the number of findings. A job's work, not a request's."""
    wait_for(TURN)
    rows = list(Work.objects.filter(_standing()).select_related("agency", "project"))
    found = judged(rows, law(today), today)
    settle_findings(rows, found, None)
    return len(found)


AT_ONCE = 6_000
"""Works up to which the register is judged anew at once after a rule changed."""


def resweep(fact: Fact) -> None:
    """Follow-up: judge the whole register by the law that was just adopted; at once where it is
    small, by the hourly sweep's job where it is large."""
    if Work.objects.filter(_standing()).count() <= AT_ONCE:
        sweep(timezone.localdate())
    else:
        transaction.on_commit(import_string("hamgam.register.jobs.sweep_findings").enqueue)
