"""A pipe of the water company under the civil deputyship's new asphalt: what cases are tried on."""

from __future__ import annotations

from datetime import timedelta

from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.models import Case, Option
from hamgam.coordination.queries.cases import options_of
from hamgam.engine.works import Activity, Impact, Stage
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding, Work
from hamgam.register.values import WorkValues

LINE = LineString([(59.60, 36.29), (59.606, 36.29)])


def lay(city: City, agency: str, activity: Activity, first: int, days: int) -> Work:
    """A planned work of an agency, `first` days from today on."""
    begins = city.today + timedelta(days=first)
    values = WorkValues(
        title=f"{agency} {activity.value}",
        activity=activity,
        stage=Stage.PLANNED,
        impact=Impact.IMPORTANT,
        street="بولوار قرنی",
        geometry=LINE,
        begins=begins,
        ends=begins + timedelta(days=days - 1),
    )
    return record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)


def colliding(city: City) -> tuple[Work, Work, Finding]:
    """Paving by civil and a trench by water in the same days."""
    paving = lay(city, "civil", Activity.PAVING, 60, 10)
    trench = lay(city, "water", Activity.EXCAVATION, 66, 21)
    found = Finding.objects.filter(kind="collision", state="open").get()
    return paving, trench, found


def opened(city: City) -> Case:
    """A case of that collision, opened by water."""
    found = colliding(city)[2]
    return open_case(by=city.acting("water"), finding=found.identity)


def best(case: Case) -> Option:
    """The first computed option."""
    return options_of(case)[1]
