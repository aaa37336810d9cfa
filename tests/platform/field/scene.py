"""A small field: one project with a task and a place, two people who act and follow up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import shapely
from django.utils import timezone
from tests.platform.conftest import TESTER, City

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Person
from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.meetings import SiteCall, call_site_meeting
from hamgam.field.actions.obstacles import ObstacleValues, report_obstacle
from hamgam.field.models import Obstacle
from hamgam.ledger.signing import signed
from hamgam.register.actions.projects import ProjectValues, add_task, record_project
from hamgam.register.models import Meeting, Project, Task

PLACE = (59.6050, 36.2900)


@dataclass
class Scene:
    """What the field's tests begin with."""

    city: City
    by: Acting
    project: Project
    task: Task
    officer: Person

    @property
    def today(self) -> date:
        return self.city.today

    def obstacle(self, title: str = "پست برق سر راه است", **told: object) -> Obstacle:
        """One more obstacle, the gas company's to remove."""
        values: dict[str, object] = {
            "title": title,
            "causes": [("U3", 100)],
            "opened": self.today - timedelta(days=40),
            "reported_by": "ناظر",
            "owner": self.city.agencies["gas"],
            "owner_name": "ک. سلیمی",
            "officer": self.officer,
            "removed_when": "خط جابه‌جا شد",
        }
        return report_obstacle(
            by=self.by,
            task=self.task.public_id,
            values=ObstacleValues(**(values | told)),  # type: ignore[arg-type] # told by name
        )

    def meeting(self) -> Meeting:
        """A site meeting called for now."""
        call = SiteCall(begins=timezone.now(), trigger="قول گذشته")
        return call_site_meeting(by=self.by, project=self.project.public_id, call=call)


def scene(city: City) -> Scene:
    """The scene on a fresh register."""
    by = city.acting("civil", Role.DEPUTY)
    values = ProjectValues(title="زیرگذر نمونه", begins=city.today - timedelta(days=300))
    row = record_project(by=by, agency=city.agencies["civil"], values=values)
    with signed(TESTER):
        row.lay_at(shapely.Point(*PLACE))
        row.save()
    task = add_task(by=by, project=row.public_id, title="باقی کار", days=(None, None))
    return Scene(
        city=city,
        by=by,
        project=row,
        task=task,
        officer=city.person("municipality", Role.OFFICER),
    )
