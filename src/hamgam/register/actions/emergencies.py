"""An emergency: laid on the table in a minute, begun today, told at once to whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.engine.works import Activity, Certainty, Impact, Kind, Stage
from hamgam.register.actions.works import record_work
from hamgam.register.models import Work
from hamgam.register.values import WorkValues


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What one knows in the first minute. `days` counts today."""

    title: str
    street: str
    geometry: BaseGeometry
    certainty: Certainty
    days: int


def record_emergency(*, by: Acting, agency: Agency, told: Emergency, today: date) -> Work:
    """Lay an emergency on the table as begun today. Planners of its agency; records
    `work_recorded`, whose follow-ups tell those who hold a stake or work nearby."""
    values = WorkValues(
        title=told.title,
        street=told.street,
        geometry=told.geometry,
        certainty=told.certainty,
        kind=Kind.WORK,
        activity=Activity.EXCAVATION,
        stage=Stage.RUNNING,
        impact=Impact.UNKNOWN,
        emergency=True,
        begins=today,
        ends=today + timedelta(days=told.days - 1),
        submitted=today,
    )
    return record_work(by=by, agency=agency, values=values)


KINDS: Sequence[str] = ("break", "leak", "cable", "subsidence", "other")
"""What happens to a street without warning."""
