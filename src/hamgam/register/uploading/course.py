"""How far the house is with a large file: told by the job, read by the page, ended by a person.

It stands in files beside the waiting file, never in the database: laying a file on the table is one
transaction, and nobody could read from outside how far that is.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import orjson
from django_tasks_db.models import DBTaskResult

from hamgam.register.solves.running import closing

COURSE, JOB, STOP = "course.json", "job", "stop"
TOLD_EVERY_S = 0.4


class Stage(StrEnum):
    """What the house does with a large file, in this order; a person confirms
    before the last two."""

    WAITS = "waits"
    READS = "reads"
    FORESEES = "foresees"
    COMPARES = "compares"
    LAYS = "lays"
    JUDGES = "judges"


SHARES = {Stage.WAITS: 0, Stage.READS: 5, Stage.FORESEES: 55, Stage.COMPARES: 75}
"""How much of the reading lies behind the beginning of each stage, in hundredths; measured with
50,000 rows."""


class Stopped(Exception):  # noqa: N818 - what happened, not what went wrong
    """A person let go of the file, or of what is being done with it."""


class Closing(Exception):  # noqa: N818 - what happened, not what went wrong
    """The house closes; another worker will begin again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far it is: `done` of `total` in the stage, nothing of either where it cannot be told."""

    stage: Stage
    done: int = 0
    total: int = 0
    began: float = field(default_factory=time.time)
    """Seconds since 1970, when a person asked for it."""
    is_laying: bool = False
    """Whether it is about the table; else about the reading."""
    fault: str = ""
    """The code of the sentence that says why it ended with nothing."""

    @property
    def percent(self) -> int:
        """The share that is done, 0 to 100."""
        if self.is_laying:
            return 100 * self.done // self.total if self.total else 0
        return SHARES[self.stage]

    @property
    def seconds(self) -> int:
        """How long a person has waited."""
        return max(int(time.time() - self.began), 0)


def read_course(folder: Path) -> Course | None:
    """How far the job of a folder is; None when there is none."""
    place = folder / COURSE
    if not place.is_file():
        return None
    told = orjson.loads(place.read_bytes())
    course = Course(**told | {"stage": Stage(told["stage"])})
    return course if course.fault or not _is_lost(folder) else replace(course, fault="lost")


def _is_lost(folder: Path) -> bool:
    """Whether the job was given up, because its workers died again and again."""
    place = folder / JOB
    if not place.is_file():
        return False
    waits = DBTaskResult.objects.filter(id=place.read_text(), status__in=("READY", "RUNNING"))
    return not waits.exists()


def write_course(folder: Path, course: Course) -> None:
    """Tell how far it is, whole or not at all. Raises Stopped when the folder is gone."""
    fresh = folder / f"{COURSE}.new"
    try:
        fresh.write_bytes(orjson.dumps(asdict(course)))
        fresh.replace(folder / COURSE)
    except FileNotFoundError:
        raise Stopped from None


def name_job(folder: Path, job: str) -> None:
    """Say which job is at it, so that its death is seen."""
    (folder / JOB).write_text(job)


def ask_to_stop(folder: Path) -> None:
    """Have the job end with nothing at its next step."""
    (folder / STOP).touch()


def is_asked_to_stop(folder: Path) -> bool:
    """Whether somebody asked."""
    return (folder / STOP).is_file()


def end_course(folder: Path) -> None:
    """Forget that there was a job."""
    for name in (COURSE, JOB, STOP):
        (folder / name).unlink(missing_ok=True)


class Teller:
    """The job's end: tells how far it is and hears whether it may go on."""

    def __init__(self, folder: Path, course: Course) -> None:
        self._folder, self._course, self._told = folder, course, float("-inf")

    def begin(self, stage: Stage) -> None:
        """A stage begins. Raises Stopped, Closing."""
        self._hear()
        self._course = replace(self._course, stage=stage)
        write_course(self._folder, self._course)

    def tell(self, done: int, total: int) -> None:
        """So many works are laid; once all are, they are judged. Raises Stopped, Closing."""
        self._hear()
        if done == total:
            self._course = replace(self._course, done=done, total=total)
            self.begin(Stage.JUDGES)
        if time.monotonic() - self._told < TOLD_EVERY_S:
            return
        self._told = time.monotonic()
        self._course = replace(self._course, done=done, total=total)
        write_course(self._folder, self._course)

    def fail(self, fault: str) -> None:
        """It ended with nothing, and why."""
        if self._folder.is_dir():
            write_course(self._folder, replace(self._course, fault=fault))

    def _hear(self) -> None:
        if not self._folder.is_dir() or is_asked_to_stop(self._folder):
            raise Stopped
        if closing.is_set():
            raise Closing
