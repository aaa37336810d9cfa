"""Surveys: what was asked of whom, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.service.models import Survey
from hamgam.service.vocabulary import Population, SurveyMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a survey found: of `asked` people `satisfied` were; the mean score of 0 to 20 and its
    deviation in hundredths, where a score was asked."""

    title: str
    population: Population
    mode: SurveyMode
    on: date
    asked: int
    satisfied: int
    zone_key: str = ""
    mean_hundredths: int | None = None
    deviation_hundredths: int | None = None
    source: str = ""

    def faults(self) -> list[dict[str, str]]:
        """What cannot be."""
        found = []
        if not self.title.strip():
            found.append({"pointer": "#/title", "detail": "required"})
        if self.asked < 1 or not 0 <= self.satisfied <= self.asked:
            found.append({"pointer": "#/satisfied", "detail": "more than were asked"})
        if self.mean_hundredths is not None and not 0 <= self.mean_hundredths <= 2000:
            found.append({"pointer": "#/mean_hundredths", "detail": "a score of 0 to 20"})
        return found


def record_survey(*, by: Acting, agency: Agency, found: Found) -> Survey:
    """Enter what a survey found. Planners of the agency that had it done; records
    `survey_recorded`."""
    by.require(Right.RECORD_SURVEY, agency.path)
    if faults := found.faults():
        raise Refused("validation", errors=faults)
    with deed(by):
        row = Survey.objects.create(
            agency=agency,
            title=found.title.strip(),
            population=found.population.value,
            mode=found.mode.value,
            on=found.on,
            asked=found.asked,
            satisfied=found.satisfied,
            zone_key=found.zone_key,
            mean_hundredths=found.mean_hundredths,
            deviation_hundredths=found.deviation_hundredths,
            source=found.source,
        )
        payload = {"population": row.population, "asked": row.asked}
        record_fact("survey_recorded", subject=row.public_id, payload=payload)
    return row
