"""What is left of a project and what it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.completion.models import Estimate
from hamgam.kit.dates import is_plausible
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import compare_version, in_hand
from hamgam.register.models import Project
from hamgam.register.queries import projects_visible_to

MOST_RIALS = 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateValues:
    """What is told of a project's rest; None is not told and will be assumed."""

    remaining_rials: int | None = None
    price_year: int | None = None
    zone: str = ""
    benefit_rials_per_month: int | None = None
    remaining_months: int | None = None
    ready_on: date | None = None
    waits_for: str = ""
    is_new_start: bool = False
    years: float | None = None
    land_cleared_permille: int | None = None
    undated_relocations: int | None = None
    study_complete: bool | None = None
    drawings_complete: bool | None = None
    staged_for_seasons: bool | None = None
    cost_p80_rials: int | None = None
    ceiling_rials: int | None = None

    def columns(self) -> dict[str, object]:
        """The values as the table's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _faults(values: EstimateValues) -> list[dict[str, str]]:
    found = [
        (name, "It does not lie in its range.")
        for name, value in values.columns().items()
        if isinstance(value, int) and not 0 <= value <= MOST_RIALS
    ]
    if values.remaining_rials is not None and values.price_year is None:
        found.append(("price_year", "An amount needs its price year."))
    for name, most in (("land_cleared_permille", 1000), ("remaining_months", 360)):
        if (getattr(values, name) or 0) > most:
            found.append((name, f"At most {most}."))
    if values.years is not None and not 0 < values.years <= 30:
        found.append(("years", "Between 0 and 30 years."))
    if values.ready_on is not None and not is_plausible(values.ready_on):
        found.append(("ready_on", "A day lies between the years 1900 and 2100."))
    if len(values.zone) > 120 or len(values.waits_for) > 300:
        found.append(("waits_for", "It is too long."))
    return [{"pointer": f"#/{name}", "detail": detail} for name, detail in found]


def record_estimate(
    *,
    by: Acting,
    project: str,
    values: EstimateValues,
    version: int = 0,
    after: Sequence[str] = (),
) -> Estimate:
    """Tell what is left of a project and what it brings; `version` is 0 for the first time, `after`
    names projects that must be finished before. Planners of its agency; records
    `estimate_recorded`."""
    if faults := _faults(values):
        raise Refused("validation", errors=faults)
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        by.require(Right.RECORD_PROJECT, row.agency.path, subject=row.public_id)
        before = list(projects_visible_to(by).filter(public_id__in=after).exclude(pk=row.pk))
        found = put_estimate(row, values, version)
        found.after.set(before)
        record_fact("estimate_recorded", subject=row.public_id, payload={"version": found.version})
    return found


def put_estimate(project: Project, values: EstimateValues, version: int) -> Estimate:
    """Write the estimate's row; within a deed that has asked for the right."""
    found = Estimate.objects.select_for_update().filter(project=project).first()
    compare_version(found.version if found else 0, version)
    if found is None:
        return Estimate.objects.create(project=project, **values.columns())
    for name, value in values.columns().items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    return found
