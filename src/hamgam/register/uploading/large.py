"""Large files: read by a job, and laid on the table by a job, both told step by step and ended by a
person at any moment with nothing half-saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone

from hamgam.agencies.acting import Acting, acting_for
from hamgam.agencies.models import Person
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.actions.rows import acting_agency
from hamgam.register.actions.uploads import Tally, upload_works
from hamgam.register.intake import Intake, foresee, forget, heading_of, kept_file, take_in
from hamgam.register.law import law
from hamgam.register.models import Upload
from hamgam.register.uploading.course import (
    Closing,
    Course,
    Stage,
    Stopped,
    Teller,
    end_course,
    name_job,
    read_course,
    write_course,
)
from hamgam.register.uploading.difference import difference
from hamgam.register.uploading.outlook import (
    Outlook,
    forget_outlook,
    keep_outlook,
    kept_outlook,
    seen_only,
    with_new_places,
)
from hamgam.register.uploading.said import read_said

Job = Callable[[str, int, int | None], str]
"""Queues a job for a waiting file's token, a person and the post he acts in; the job's id."""


def upload_of(token: str) -> str:
    """The public id that a waiting file's upload will bear: a job that is begun again after its
    worker's death finds what it has already laid."""
    return f"u-{hashlib.sha256(token.encode()).hexdigest()[:20]}"


def tally_of(token: str) -> Tally | None:
    """What was laid of a waiting file by a job; None when nothing was."""
    row = Upload.objects.filter(public_id=upload_of(token)).first()
    if row is None:
        return None
    fact = Fact.objects.get(name="works_uploaded", subject=row.public_id)
    told = json.loads(fact.payload)
    recorded, edited = told["recorded"], told["edited"]
    return Tally(recorded=recorded, edited=edited, unchanged=row.rows - recorded - edited)


def begin_reading(token: str, acting: Acting, job: Job) -> None:
    """Have a waiting file read anew."""
    forget_outlook(kept_file(token).parent)
    _begin(token, acting, job, Course(stage=Stage.WAITS))


def begin_laying(token: str, acting: Acting, job: Job) -> None:
    """Have a waiting file laid on the table."""
    _begin(token, acting, job, Course(stage=Stage.WAITS, is_laying=True))


def _begin(token: str, acting: Acting, job: Job, course: Course) -> None:
    folder = kept_file(token).parent
    end_course(folder)
    write_course(folder, course)
    person = acting.person.pk if acting.person else 0
    name_job(folder, job(token, person, acting.post.pk if acting.post else None))


def _acting(person: int, post: int | None) -> Acting:
    found = Person.objects.get(pk=person, is_active=True)
    return acting_for(found, today=timezone.localdate(), post=post)


def read_waiting(token: str, acting: Acting, teller: Teller) -> None:
    """Read a waiting file, foresee what it would cause, and keep that beside it."""
    agency, today = acting_agency(acting), timezone.localdate()
    teller.begin(Stage.READS)
    intake = take_in(token, agency)
    teller.begin(Stage.FORESEES)
    seen = seen_only(acting, foresee(intake, agency, law(today), today))
    teller.begin(Stage.COMPARES)
    changes = difference(agency, intake.values, today)
    folder = kept_file(token).parent
    keep_outlook(folder, Outlook(intake=intake, seen=seen, difference=changes))
    end_course(folder)


def lay_waiting(token: str, acting: Acting, teller: Teller) -> None:
    """Lay a waiting file on the table, unless that was done before the last worker died."""
    agency = acting_agency(acting)
    if not Upload.objects.filter(public_id=upload_of(token)).exists():
        teller.begin(Stage.LAYS)
        intake = _read_before(token, acting)
        file = replace(intake.file, public_id=upload_of(token), heading=heading_of(intake))
        upload_works(by=acting, agency=agency, file=file, told=intake.values, tell=teller.tell)
    forget(token)


def _read_before(token: str, acting: Acting) -> Intake:
    folder, agency, today = kept_file(token).parent, acting_agency(acting), timezone.localdate()
    found, said = kept_outlook(folder), read_said(folder)
    if found is None:
        return take_in(token, agency)
    return with_new_places(found, said, agency, law(today), today).intake if said else found.intake


def work_off(
    token: str, person: int, post: int | None, does: Callable[[str, Acting, Teller], None]
) -> str:
    """Do one of the two for a waiting file; how it ended. Raises Closing when the house closes."""
    try:
        folder = kept_file(token).parent
    except Refused:
        return "gone"
    course = read_course(folder) or Course(stage=Stage.WAITS)
    teller = Teller(folder, course)
    try:
        does(token, _acting(person, post), teller)
    except Stopped:
        end_course(folder)
        return "stopped"
    except Closing:
        raise
    except Exception:
        if not folder.is_dir():  # let go of while it was read
            return "gone"
        teller.fail("failed")
        raise
    return "done"


def hand_on(token: str, job: str) -> str:
    """Another worker will begin again."""
    name_job(kept_file(token).parent, job)
    return "handed on"
