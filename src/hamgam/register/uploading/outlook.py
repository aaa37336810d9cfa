"""What a waiting file would lay on the table and cause there; that of a large file is worked out
once, by a job, and kept beside it."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.register import queries
from hamgam.register.intake import Foreseen, Intake, foresee, still_wrong
from hamgam.register.law import Law
from hamgam.register.parts import parts
from hamgam.register.uploading.difference import Difference, difference
from hamgam.register.uploading.places import Place, with_places
from hamgam.register.uploading.said import Said
from hamgam.register.values import values_of

KEPT = "outlook.bin"
LARGE_BYTES = 128 * 1024
"""A file above this is read by a job: about 2,000 rows of Excel, a second of work."""
GRAVES = ("block", "require", "warn", "inform")
WEIGHTS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The file as it was read, what it would meet among what a person may see, the gravest first,
    and what it would change."""

    intake: Intake
    seen: Sequence[Foreseen]
    difference: Difference


def outlook_of(intake: Intake, acting: Acting, agency: Agency, by: Law, today: date) -> Outlook:
    """All of it, worked out now; nothing is written."""
    return Outlook(
        intake=intake,
        seen=seen_only(acting, foresee(intake, agency, by, today)),
        difference=difference(agency, intake.values, today),
    )


def seen_only(acting: Acting, told: Sequence[Foreseen]) -> list[Foreseen]:
    """What is foreseen with works that the reader may see, the gravest first."""
    ids = {row.standing.pk for row in told if row.standing}
    rows = queries.works_visible_to(acting).order_by().values_list("pk", flat=True)
    seen = {pk for part in parts(ids) for pk in rows.filter(pk__in=part)}
    chosen = [row for row in told if row.standing is None or row.standing.pk in seen]
    return sorted(chosen, key=_weight)


def _weight(row: Foreseen) -> tuple[int, int]:
    found = row.finding
    return (
        GRAVES.index(found.consequence) if found.consequence else len(GRAVES),
        WEIGHTS.index(found.severity) if found.severity else len(WEIGHTS),
    )


def is_large(file: Path) -> bool:
    """Whether a file is read by a job."""
    return file.stat().st_size > LARGE_BYTES


def keep_outlook(folder: Path, found: Outlook) -> None:
    """Keep it beside its file, whole or not at all."""
    fresh = folder / f"{KEPT}.new"
    fresh.write_bytes(pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))
    fresh.replace(folder / KEPT)


def forget_outlook(folder: Path) -> None:
    """What was kept holds no longer."""
    (folder / KEPT).unlink(missing_ok=True)


def kept_outlook(folder: Path) -> Outlook | None:
    """What was kept; None when nothing was, or by an older Hamgam that wrote it otherwise."""
    place = folder / KEPT
    if not place.is_file():
        return None
    try:
        # Written by the job a moment ago, into a folder that only this house writes into: what a
        # person sends is kept there under its token, never under the name it came with.
        found: Outlook = pickle.loads(place.read_bytes())  # noqa: S301 - our own bytes, see above
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, EOFError):
        return None
    return found


def with_new_places(found: Outlook, said: Said, agency: Agency, by: Law, today: date) -> Outlook:
    """What was kept, with the rows that were put in their place since; only those are judged."""
    before = found.intake.said.places
    places = {ref: place for ref, place in said.places.items() if before.get(ref) != place}
    intake = replace(found.intake, said=said)
    if not places:
        return replace(found, intake=intake)
    return _placed(replace(found, intake=intake), places, agency, by, today)


def _placed(
    found: Outlook, places: Mapping[str, Place], agency: Agency, by: Law, today: date
) -> Outlook:
    intake = found.intake
    works = with_places(intake.works, replace(intake.said, places=places))
    pairs = zip(works, intake.values, strict=True)
    values = [values_of(work) if work.ref in places else told for work, told in pairs]
    moved = [work for work in works if work.ref in places]
    misread = still_wrong(intake.misread, moved)
    intake = replace(intake, works=works, values=values, misread=misread)
    seen = [*found.seen, *foresee(replace(intake, works=moved), agency, by, today)]
    return replace(found, intake=intake, seen=sorted(seen, key=_weight))
